// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Redis.Wire;

namespace Bridge.Redis.State;

/// <summary>
/// The name that what belongs to this node goes by. It changes when others have given the node up: somebody is then clearing away what
/// goes by the old one. Changed by one thread at a time, read by all.
/// </summary>
internal sealed class NodeNames
{
    private readonly string _baseName = ServerName.New().Text;
    private volatile string[] _formers = [];
    private volatile string _current;
    private int _names;

    public NodeNames() => _current = _baseName;

    public string Current => _current;

    /// <summary>The name that the node had before, until nothing goes by it any more; otherwise null.</summary>
    public string? Former => _formers is [.., var last] ? last : null;

    /// <summary>The names that something may still go by, the oldest first.</summary>
    public IReadOnlyList<string> Formers => _formers;

    /// <summary>Takes a new name.</summary>
    public void Rename()
    {
        _formers = [.. _formers, _current];
        _current = string.Create(CultureInfo.InvariantCulture, $"{_baseName}.{++_names}");
    }

    /// <summary>Nothing goes by a former name any more.</summary>
    public void Forget(string former) => _formers = [.. _formers.Where(name => name != former)];
}
