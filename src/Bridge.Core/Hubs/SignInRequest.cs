// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Hubs;

/// <summary>What a native client signs in with: the answer of the user auth endpoint.</summary>
public sealed class SignInRequest
{
    /// <summary><c>KEY:SIGNATURE</c>.</summary>
    public string Auth { get; set; } = string.Empty;

    /// <summary>The signed user data, exactly as it came.</summary>
    public string UserData { get; set; } = string.Empty;
}
