// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Connections;

/// <content>The app of the connection, which may change or go away meanwhile.</content>
internal sealed partial class PusherSession
{
    private readonly PusherNamespaceTable.Entry _opened = new(app, context.Namespaces.NamespaceOf(app));
    private readonly long _openedAt = context.Time.GetTimestamp();
    private volatile bool _isAuthorized;

    public override ConnectionClose? Revocation => RevocationCode is { } code ? CloseOf(code) : null;

    private PusherCloseCode? RevocationCode
    {
        get
        {
            if (context.Namespaces.FindById(app.Id) is not { } present || present.App.SecretOf(key) is null)
            {
                return PusherCloseCode.AppKeyUnknown(key);
            }

            if (present.App.Disabled)
            {
                return PusherCloseCode.AppDisabled;
            }

            if (!IsSameGroups(present))
            {
                return PusherCloseCode.Reconnect;
            }

            int seconds = present.App.Limits.AuthorizationSeconds;
            return !_isAuthorized && seconds > 0 && context.Time.GetElapsedTime(_openedAt).TotalSeconds >= seconds
                ? PusherCloseCode.NotAuthorizedInTime
                : null;
        }
    }

    /// <summary>The app as it is now; as it was when it is gone, until the connection is closed.</summary>
    private PusherNamespaceTable.Entry Current =>
        context.Namespaces.FindById(app.Id) is { } present && IsSameGroups(present) ? present : _opened;

    private PusherApp App => Current.App;

    private ChannelNamespace Namespace => Current.Namespace;

    /// <summary>Under another prefix the app's channels are other groups, and the client has to subscribe to them anew.</summary>
    private bool IsSameGroups(PusherNamespaceTable.Entry present) => present.Namespace.Prefix == _opened.Namespace.Prefix;
}
