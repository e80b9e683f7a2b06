// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>Reads the comma separated names of <see cref="ChannelAttributes"/>.</summary>
internal static class ChannelAttributeList
{
    /// <summary>What is said of a list that can't be read.</summary>
    public static HttpError Error { get; } = HttpError.BadRequest("info should be a comma separated list of attributes");

    /// <summary>Reads a list; false when it holds a name that is none of the known attributes.</summary>
    public static bool TryParse(ReadOnlySpan<char> list, ChannelAttributes known, out ChannelAttributes attributes)
    {
        attributes = ChannelAttributes.None;
        foreach (Range range in list.Split(','))
        {
            ChannelAttributes attribute = list[range].Trim() switch
            {
                "subscription_count" => ChannelAttributes.SubscriptionCount,
                "user_count" => ChannelAttributes.UserCount,
                "cache" => ChannelAttributes.Cache,
                _ => ChannelAttributes.None,
            };
            if ((attribute & known) == 0 && !list[range].Trim().IsEmpty)
            {
                return false;
            }

            attributes |= attribute;
        }

        return true;
    }
}
