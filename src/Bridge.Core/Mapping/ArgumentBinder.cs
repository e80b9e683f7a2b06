// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>Finds the value of every parameter of one call (docs/mapping.md, "Arguments").</summary>
internal readonly ref struct ArgumentBinder(MappedMethod method, HubCall call, BoundArgument[] arguments)
{
    private readonly ReadOnlyMemory<byte> _data = JsonText.Unwrap(call.Data);

    /// <summary>Fills the arguments.</summary>
    /// <returns>What is missing, in words for the client; null when nothing is.</returns>
    public string? Bind()
    {
        int first = -1;
        int free = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            MappedParameter parameter = method.Parameters[i];
            if (parameter.Source == ArgumentSource.Free)
            {
                first = free++ == 0 ? i : first;
            }
            else if (!TryBindFixed(parameter, out arguments[i]))
            {
                return $"The data has no '{parameter.Name}', which {method.DisplayName}{method.Signature} needs.";
            }
        }

        return free == 0 || TryBindFree(first, free)
            ? null
            : $"The data does not give all that {method.DisplayName}{method.Signature} needs.";
    }

    private bool TryBindFixed(MappedParameter parameter, out BoundArgument argument)
    {
        switch (parameter.Source)
        {
            case ArgumentSource.Channel:
                argument = new BoundArgument(call.Channel);
                return true;
            case ArgumentSource.Event:
                argument = new BoundArgument(call.Event);
                return true;
            case ArgumentSource.Data when !call.Data.IsEmpty:
                argument = Whole(parameter);
                return true;
            case ArgumentSource.Member when JsonText.TryFindMember(_data, parameter.Name, out ReadOnlyMemory<byte> value):
                argument = new BoundArgument(value);
                return true;
            default:
                argument = new BoundArgument(parameter.Default ?? default);
                return parameter.Default is not null;
        }
    }

    private bool TryBindFree(int first, int count)
    {
        if (TryBindData(first, count))
        {
            return true;
        }

        if (method.TakesChannel || !method.Parameters[first].TakesText)
        {
            return false;
        }

        arguments[first] = new BoundArgument(call.Channel);
        return count == 1 || TryBindData(first + 1, count - 1);
    }

    private bool TryBindData(int from, int count)
    {
        if (_data.IsEmpty)
        {
            return TryBindDefaults(from);
        }

        if (TryBindMembers(from) || TryBindItems(from, count))
        {
            return true;
        }

        if (count > 1)
        {
            return false;
        }

        while (method.Parameters[from].Source != ArgumentSource.Free)
        {
            from++;
        }

        arguments[from] = Whole(method.Parameters[from]);
        return true;
    }

    private bool TryBindDefaults(int from)
    {
        for (int i = from; i < arguments.Length; i++)
        {
            if (method.Parameters[i] is { Source: ArgumentSource.Free } parameter)
            {
                if (parameter.Default is not { } standard)
                {
                    return false;
                }

                arguments[i] = new BoundArgument(standard);
            }
        }

        return true;
    }

    private bool TryBindMembers(int from)
    {
        if (!JsonText.IsObject(_data))
        {
            return false;
        }

        bool any = JsonText.IsEmptyObject(_data);
        for (int i = from; i < arguments.Length; i++)
        {
            MappedParameter parameter = method.Parameters[i];
            if (parameter.Source != ArgumentSource.Free)
            {
                continue;
            }

            if (JsonText.TryFindMember(_data, parameter.Name, out ReadOnlyMemory<byte> value))
            {
                any = true;
            }
            else if (parameter.Default is { } standard)
            {
                value = standard;
            }
            else
            {
                return false;
            }

            arguments[i] = new BoundArgument(value);
        }

        // An object that has nothing by these names is the value of a parameter rather than a set of them.
        return any;
    }

    private bool TryBindItems(int from, int count)
    {
        if (count < 2 || JsonText.ItemsOf(_data) is not { } items || items.Count > count)
        {
            return false;
        }

        int next = 0;
        for (int i = from; i < arguments.Length; i++)
        {
            if (method.Parameters[i] is { Source: ArgumentSource.Free } parameter)
            {
                if (next == items.Count && parameter.Default is null)
                {
                    return false;
                }

                arguments[i] = new BoundArgument(next < items.Count ? items[next++] : parameter.Default!.Value);
            }
        }

        return true;
    }

    /// <summary>A text stays a text for who takes one; for others it is the object or array that it holds.</summary>
    private BoundArgument Whole(MappedParameter parameter) => new(parameter.TakesText || !JsonText.IsStructure(_data) ? call.Data : _data);
}
