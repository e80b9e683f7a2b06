// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using System.Reflection;
using Bridge.Core.Hubs;

namespace Bridge.Core.Mapping;

/// <summary>Checks a mapping against its hub, without stopping at the first error, and makes the map of it.</summary>
/// <param name="builder">What the app says.</param>
/// <param name="methods">The hub's methods.</param>
/// <param name="json">Writes defaults of parameters.</param>
internal sealed class HubMapCompiler(HubMapBuilder builder, HubMethods methods, HubJson json)
{
    private readonly List<string> _errors = [];
    private string? _channelWord;

    /// <summary>What is wrong, each with what to write instead.</summary>
    public IReadOnlyList<string> Errors => _errors;

    private string Hub => builder.HubType.Name;

    /// <summary>Makes the map; of use only when there are no errors.</summary>
    public HubMap Compile()
    {
        CheckSingle("OnSubscribe", "subscriptions", builder.Subscribes);
        CheckSingle("OnUnsubscribe", "the end of subscriptions", builder.Unsubscribes);
        MappedMethod? subscribe = builder.Subscribes.Count == 0 ? null : Compile("OnSubscribe", builder.Subscribes[0], isSubscription: true);

        // What the hub calls a channel where one is joined it will call a channel elsewhere.
        _channelWord = subscribe?.Parameters.FirstOrDefault(parameter => parameter.Source == ArgumentSource.Channel)?.Name;
        MappedEvent[] serverEvents = CompileServerEvents();
        return new HubMap
        {
            IsDeclared = builder.IsDeclared,
            Subscribe = subscribe,
            Unsubscribe = builder.Unsubscribes.Count == 0 ? null : Compile("OnUnsubscribe", builder.Unsubscribes[0], isSubscription: true),
            ClientEvents = CompileClientEvents(),
            ServerEvents = serverEvents.ToFrozenDictionary(known => known.Target, StringComparer.Ordinal),
            ServerEventsByName = serverEvents.DistinctBy(known => known.Name).ToFrozenDictionary(known => known.Name, StringComparer.Ordinal),
            Names = builder.Names,
        };
    }

    private FrozenDictionary<string, MappedMethod> CompileClientEvents()
    {
        Dictionary<string, MappedMethod> events = new(StringComparer.Ordinal);
        foreach (IGrouping<string, MethodDeclaration> declared in builder.ClientEvents.GroupBy(declared => declared.Event, declared => declared.Method))
        {
            string call = $"OnClientEvent(\"{declared.Key}\", ...)";
            CheckSingle(call, $"the event '{declared.Key}'", [.. declared]);
            if (declared.Key.Length == 0)
            {
                _errors.Add($"{Hub}: OnClientEvent needs the name of an event, for example \"client-message\".");
            }
            else if (Compile(call, declared.First(), isSubscription: false) is { } method)
            {
                events.Add(declared.Key, method);
            }
        }

        return events.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private MappedEvent[] CompileServerEvents()
    {
        foreach (IGrouping<string, ServerEvent> declared in builder.ServerEvents.GroupBy(declared => declared.Target).Where(group => group.Count() > 1))
        {
            _errors.Add($"{Hub}: OnServerEvent(\"{declared.Key}\", ...) is there for {string.Join(" and ", declared.Select(known => $"'{known.Name}'"))}: "
                + "a client method goes by one name, so leave one of them.");
        }

        foreach (ServerEvent declared in builder.ServerEvents.Where(declared => declared.Target.Length == 0 || declared.Name.Length == 0))
        {
            _errors.Add($"{Hub}: OnServerEvent(\"{declared.Target}\", \"{declared.Name}\") needs both, the client method and the event's name.");
        }

        foreach (ServerEvent declared in builder.ServerEvents.Where(declared => declared.Members.Distinct().Count() < declared.Members.Count))
        {
            _errors.Add($"{Hub}: OnServerEvent(\"{declared.Target}\", ...) gives two arguments the same name: give each one of its own.");
        }

        return [.. builder.ServerEvents.DistinctBy(declared => declared.Target).Select(declared => new MappedEvent(declared, json))];
    }

    private void CheckSingle(string call, string what, List<MethodDeclaration> declared)
    {
        if (declared.Count > 1)
        {
            _errors.Add($"{Hub}: {call} names {string.Join(" and ", declared.Select(method => method.Name))}: "
                + $"{what} can invoke one method only, so leave one of them.");
        }
    }

    private MappedMethod? Compile(string call, MethodDeclaration declared, bool isSubscription)
    {
        switch (methods.Find(declared.Name))
        {
            case []:
                _errors.Add($"{Hub}: {call} names '{declared.Name}', but the hub has no public method of that name. "
                    + $"It has {Listed(methods.All.Select(HubMethods.TargetOf))}: write nameof({Hub}.METHOD).");
                return null;
            case [MethodInfo method]:
                return Compile(call, method, declared.Arguments, isSubscription);
            default:
                _errors.Add($"{Hub}: {call} names '{declared.Name}', of which the hub has several; SignalR can't call those. Give them names of their own.");
                return null;
        }
    }

    private MappedMethod? Compile(string call, MethodInfo method, IReadOnlyList<string> arguments, bool isSubscription)
    {
        string name = $"{Hub}.{method.Name}";
        ParameterInfo[] given = [.. methods.ParametersOf(method)];
        if (HubMethods.IsStream(method.ReturnType) || given.Any(parameter => HubMethods.IsStream(parameter.ParameterType)))
        {
            _errors.Add($"{Hub}: {call} names {method.Name}, which streams: legacy clients know no streams. "
                + "Map a method that returns Task, and send the items with Clients.Caller.");
            return null;
        }

        if (arguments.Count > 0 && arguments.Count != given.Length)
        {
            _errors.Add($"{Hub}: {call} lists {arguments.Count} arguments for {method.Name}, whose clients give {given.Length}: {Listed(given.Select(parameter => parameter.Name!))}.");
            return null;
        }

        var parameters = new MappedParameter[given.Length];
        for (int i = 0; i < given.Length; i++)
        {
            parameters[i] = arguments.Count == 0 ? ByName(given[i]) : ByList(call, given[i], arguments[i]);
        }

        int text = Array.FindIndex(parameters, parameter => parameter is { Source: ArgumentSource.Free, TakesText: true });
        if (isSubscription && text >= 0 && parameters.All(parameter => parameter.Source != ArgumentSource.Channel))
        {
            parameters[text] = parameters[text] with { Source = ArgumentSource.Channel };
        }

        return new MappedMethod(HubMethods.TargetOf(method), name, parameters);
    }

    private MappedParameter ByName(ParameterInfo parameter)
    {
        string name = parameter.Name!;
        ArgumentSource source =
            parameter.ParameterType == typeof(CancellationToken) ? ArgumentSource.Default
            : name == "channel" || name == _channelWord ? ArgumentSource.Channel
            : name == "event" ? ArgumentSource.Event
            : name == "data" ? ArgumentSource.Data
            : ArgumentSource.Free;
        return new MappedParameter(name, parameter.ParameterType, source, DefaultOf(parameter));
    }

    private MappedParameter ByList(string call, ParameterInfo parameter, string argument)
    {
        const string Member = "data.";
        ArgumentSource source = argument switch
        {
            "channel" => ArgumentSource.Channel,
            "event" => ArgumentSource.Event,
            "data" => ArgumentSource.Data,
            _ when argument.Length > Member.Length && argument.StartsWith(Member, StringComparison.Ordinal) => ArgumentSource.Member,
            _ => ArgumentSource.Free,
        };
        if (source == ArgumentSource.Free)
        {
            _errors.Add($"{Hub}: {call} gives '{argument}' to the parameter '{parameter.Name}': write \"channel\", \"event\", \"data\" or \"data.NAME\".");
        }

        string name = source == ArgumentSource.Member ? argument[Member.Length..] : parameter.Name!;
        return new MappedParameter(name, parameter.ParameterType, source, DefaultOf(parameter));
    }

    private ReadOnlyMemory<byte>? DefaultOf(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return "{}"u8.ToArray();
        }

        if (!parameter.HasDefaultValue)
        {
            return null;
        }

        bool isDefaultStruct = parameter.DefaultValue is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null;
        return json.ToJson(isDefaultStruct ? Activator.CreateInstance(type) : parameter.DefaultValue);
    }

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.DefaultIfEmpty("none"));
}
