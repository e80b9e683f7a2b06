// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>A user on a presence channel, as native clients see it.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="UserInfo">What the others may know about the user, any JSON or null.</param>
public sealed record SubscribedMember(string UserId, object? UserInfo)
{
    internal static SubscribedMember From(PresenceMember member, HubJson json) =>
        new(member.UserId, member.UserInfo is null ? null : json.FromJson(Encoding.UTF8.GetBytes(member.UserInfo)));
}
