// The left column: pusher-js as any page uses it, with only its addresses set.

export function startPusherClient({ key, channel: channelName, event, guest, authFields, column }) {
  const secure = location.protocol === 'https:';
  const port = Number(location.port) || (secure ? 443 : 80);
  const transport = new URLSearchParams(location.search).get('transport');
  const pusher = new Pusher(key, {
    cluster: 'x', // only builds host names, and those are given here
    wsHost: location.hostname,
    wsPort: port,
    wssPort: port,
    wsPath: '',
    httpHost: location.hostname,
    httpPort: port,
    httpsPort: port,
    httpPath: '/pusher',
    forceTLS: secure,
    // All of them unless the address says ?transport=xhr_streaming or another one that pusher-js has.
    ...(transport && { enabledTransports: [transport] }),
    enableStats: false,
    channelAuthorization: { endpoint: '/pusher/auth', params: authFields(guest) },
  });

  // "connected" is said when the channel is joined, which pusher-js does by itself after every connect.
  pusher.connection.bind('state_change', ({ current }) => column.setState(current === 'connected' ? 'joining' : current));

  const channel = pusher.subscribe(channelName);
  channel.bind('pusher:subscription_succeeded', members => {
    const all = [];
    members.each(member => all.push(member));
    column.setState('connected');
    column.setTransport(pusher.connection.connection.transport.name);
    column.setMembers(all, guest.id);
  });
  channel.bind('pusher:subscription_error', ({ error, status }) => {
    column.setState('refused');
    column.addNote(`The subscription was refused: ${error ?? status}`);
  });
  channel.bind('pusher:member_added', member => column.addMember(member));
  channel.bind('pusher:member_removed', ({ id }) => column.removeMember(id));
  channel.bind(event, (data, metadata) => column.addMessage(data, metadata?.user_id));

  column.onSend(async text => {
    if (!channel.trigger(event, { text })) {
      throw new Error('the connection is down');
    }
  });
}
