// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>Reads the comma separated names of <see cref="ChannelAttributes"/>.</summary>
internal static class ChannelAttributeList
{
    /// <summary>Reads a list; false when it holds a name that is no attribute.</summary>
    public static bool TryParse(ReadOnlySpan<char> list, out ChannelAttributes attributes)
    {
        attributes = ChannelAttributes.None;
        foreach (Range range in list.Split(','))
        {
            switch (list[range].Trim())
            {
                case "":
                    break;
                case "subscription_count":
                    attributes |= ChannelAttributes.SubscriptionCount;
                    break;
                case "user_count":
                    attributes |= ChannelAttributes.UserCount;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
