// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Bridge.Core.Hubs;

/// <summary>What a native client signs in with: the answer of the user auth endpoint.</summary>
/// <remarks>The names are part of the protocol: neither System.Text.Json nor Newtonsoft.Json changes them by the app's settings.</remarks>
[DataContract]
public sealed class SignInRequest
{
    /// <summary><c>KEY:SIGNATURE</c>.</summary>
    [DataMember(Name = "auth")]
    [JsonPropertyName("auth")]
    public string Auth { get; set; } = string.Empty;

    /// <summary>The signed user data, exactly as it came.</summary>
    [DataMember(Name = "userData")]
    [JsonPropertyName("userData")]
    public string UserData { get; set; } = string.Empty;
}
