// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections;
using Bridge.Core.Groups;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Core.Connections;

/// <summary>
/// The features of a dialect connection. Most of them are the connection itself, so an ordinary connection needs no
/// dictionary; features that somebody sets go into one.
/// </summary>
internal sealed class DialectFeatures(DialectConnection connection) : IFeatureCollection
{
    private FeatureCollection? _more;
    private HubMember? _member;

    public bool IsReadOnly => false;

    public int Revision => _more?.Revision ?? 0;

    public object? this[Type key]
    {
        get => _more?[key] ?? Own(key);
        set
        {
            if (key == typeof(HubMember))
            {
                _member = (HubMember?)value;
            }
            else
            {
                (_more ??= [])[key] = value;
            }
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => (_more ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Own(Type key) =>
        key == typeof(HubMember) ? _member
        : key == typeof(DialectConnection) || key == typeof(ITransferFormatFeature)
            || key == typeof(IConnectionUserFeature) || key == typeof(IHttpContextFeature) ? connection
        : null;
}
