// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.Serialization;
using System.Text;
using System.Text.Json.Serialization;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>A user on a presence channel, as native clients see it.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="UserInfo">What the others may know about the user, any JSON or null.</param>
/// <remarks>The names are part of the protocol: neither System.Text.Json nor Newtonsoft.Json changes them by the app's settings.</remarks>
[DataContract]
public sealed record SubscribedMember(
    [property: DataMember(Name = "userId"), JsonPropertyName("userId")] string UserId,
    [property: DataMember(Name = "userInfo"), JsonPropertyName("userInfo")] object? UserInfo)
{
    internal static SubscribedMember From(PresenceMember member, Func<ReadOnlyMemory<byte>, object?> fromJson) =>
        new(member.UserId, member.UserInfo is null ? null : fromJson(Encoding.UTF8.GetBytes(member.UserInfo)));
}
