// The same in a page: pusher-js as a classic script, driven by the tests through `test`.

const test = window.test = { state: '', errors: [], subscribed: [], events: [] };

test.start = ({ key, host, port, transport, user }) => {
  test.pusher = new Pusher(key, {
    cluster: 'x',
    wsHost: host,
    wsPort: port,
    httpHost: host,
    httpPort: port,
    httpPath: '/pusher',
    forceTLS: false,
    disableStats: true,
    ...(transport && { enabledTransports: [transport] }),
    authEndpoint: `http://${host}:${port}/pusher/auth`,
    authTransport: 'jsonp',
    auth: { params: { user_id: user.id, user_name: user.name } },
    userAuthentication: { endpoint: `http://${host}:${port}/pusher/user-auth`, params: { user_id: user.id, user_name: user.name } },
  });
  test.pusher.connection.bind('state_change', ({ current }) => { test.state = current; });
  test.pusher.connection.bind('error', ({ error }) => { test.errors.push((error?.data ?? error)?.code ?? null); });
};

test.subscribe = (name, events) => {
  const channel = test.pusher.subscribe(name);
  channel.bind('pusher:subscription_succeeded', () => test.subscribed.push(name));
  for (const event of events) {
    channel.bind(event, data => test.events.push(JSON.stringify(data)));
  }
};

test.signIn = async event => {
  test.pusher.user.bind(event, data => test.events.push(JSON.stringify(data)));
  test.pusher.signin();
  await test.pusher.user.signinDonePromise;
  return test.pusher.user.user_data.id;
};

test.trigger = (name, event, data) => test.pusher.channel(name).trigger(event, data);

// What pusher-js calls the transport that it uses.
test.transport = () => test.pusher.connection.connection.transport.name;
