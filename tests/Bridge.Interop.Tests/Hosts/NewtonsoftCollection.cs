// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Tests against an application whose hub speaks JSON through Newtonsoft.Json.</summary>
[CollectionDefinition(Name)]
public sealed class NewtonsoftCollection : ICollectionFixture<NewtonsoftHost>
{
    public const string Name = "An application with Newtonsoft.Json";
}
