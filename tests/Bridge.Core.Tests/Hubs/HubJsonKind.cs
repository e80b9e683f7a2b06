// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Hubs;

/// <summary>The serializer of an app's <c>json</c> hub protocol.</summary>
public enum HubJsonKind
{
    SystemText,
    Newtonsoft,
}
