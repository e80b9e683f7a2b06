// pusher-js in any of the installed versions. Subscriptions are signed by Pusher's own server library, as an
// application's auth endpoint would do it, or by endpoints of the server when the options say so.

import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import ServerSdk from 'pusher';
import SockJS from 'sockjs-client';

const require = createRequire(import.meta.url);
const libraries = { 8: 'pusher-js', 7: 'pusher-js-7', 4: 'pusher-js-4', 3: 'pusher-js-3/node' };

// sockjs-client gives a transport a few round trips of the moment before, which a busy machine does not keep to.
const sockJSTimeout = 5_000;

// pusher-js 4 looks there before it opens an encrypted channel; Node.js has it from 21 on.
globalThis.navigator ??= {};

// A browser sends a page's cookie with the WebSocket too, and an application may add a token to its URL (docs/mapping.md). Here
// each client is a page of its own.
const pages = new AsyncLocalStorage();

function beBrowser({ Runtime }) {
  Runtime.createWebSocket = url => {
    const { cookie, accessToken, sockJSTransport } = pages.getStore();
    if (sockJSTransport) {
      return throughSockJS(new URL(url), sockJSTransport);
    }
    const address = accessToken ? `${url}&access_token=${accessToken}` : url;
    return new (Runtime.getWebSocketAPI())(address, null, cookie && { headers: { cookie } });
  };
}

// What pusher-js does in a page where WebSockets are blocked and SockJS was loaded: the app and the query go in a message of their own.
function throughSockJS({ host, pathname, search }, transport) {
  const socket = new SockJS(`http://${host}/pusher`, null, { transports: [transport], timeout: sockJSTimeout });
  socket.addEventListener('open', () => socket.send(JSON.stringify({ path: pathname + search })));
  return socket;
}

for (const library of Object.values(libraries)) {
  beBrowser(require(library));
}

export class PusherClient {
  constructor(options, notify) {
    this.options = options;
    this.notify = notify;
    this.members = new Map();
    this.sdk = new ServerSdk({ host: options.host, port: options.port, ...options.app });
    const Pusher = require(libraries[options.version ?? 8]);
    this.pusher = pages.run(options, () => new Pusher(options.app.key, {
      cluster: '',
      wsHost: options.host,
      wsPort: options.port,
      forceTLS: false,
      httpHost: options.host,
      httpPort: options.port,
      httpPath: '/pusher',
      enabledTransports: [options.transport ?? 'ws'],
      enableStats: false,
      disableStats: true,
      ...(options.cookie ? this.#asking() : options.endpoints ? this.#endpoints() : this.#signing()),
    }));
    this.#watchConnection();
  }

  #endpoints() {
    const { host, port, endpoints: user } = this.options;
    const params = { user_id: user.id, user_name: user.name };
    return {
      // The form that pusher-js 4 knows and 8 still takes.
      authEndpoint: `http://${host}:${port}/pusher/auth`,
      auth: { params },
      userAuthentication: { endpoint: `http://${host}:${port}/pusher/user-auth`, params },
    };
  }

  // What a page does by itself: the browser adds the cookie. The paths are those of Laravel.
  #asking() {
    const { host, port, cookie } = this.options;
    const ask = async (path, fields, callback) => {
      try {
        const url = `http://${host}:${port}/broadcasting/${path}`;
        const answer = await fetch(url, { method: 'POST', headers: { cookie }, body: new URLSearchParams(fields) });
        if (!answer.ok) {
          throw new Error(`${answer.status} ${await answer.text()}`);
        }
        callback(null, await answer.json());
      } catch (error) {
        callback(error, null);
      }
    };
    return {
      channelAuthorization: {
        customHandler: ({ socketId, channelName }, callback) =>
          ask('auth', { socket_id: socketId, channel_name: channelName }, callback),
      },
      userAuthentication: {
        customHandler: ({ socketId }, callback) => ask('user-auth', { socket_id: socketId }, callback),
      },
    };
  }

  #signing() {
    return {
      authorizer: channel => ({
        authorize: (socketId, callback) => {
          try {
            callback(null, this.#authorize(socketId, channel.name));
          } catch (error) {
            callback(error, null);
          }
        },
      }),
      userAuthentication: {
        customHandler: ({ socketId }, callback) => callback(null, this.sdk.authenticateUser(socketId, this.user)),
      },
    };
  }

  #authorize(socketId, name) {
    const { user, forged } = this.members.get(name);
    const member = user && { user_id: user.id, user_info: user };
    const answer = this.sdk.authorizeChannel(socketId, name, member);
    if (forged) {
      answer.auth = `${this.options.app.key}:${'0'.repeat(64)}`;
    }
    return answer;
  }

  #watchConnection() {
    const { connection } = this.pusher;
    this.connected = new Promise((resolve, reject) => {
      connection.bind('connected', () => resolve());
      connection.bind('disconnected', () => reject(new Error('pusher-js was refused')));
    });
    this.connected.catch(() => {});
    let connections = 0;
    connection.bind('connected', () => {
      if (++connections > 1) {
        void this.#reportReconnection();
      }
    });
    connection.bind('state_change', ({ current }) => this.notify('state', current));
    connection.bind('error', ({ error, data }) => {
      const { code, message } = data ?? error?.data ?? error ?? {};
      this.notify('error', { code: code ?? null, message: message ?? null });
    });
    this.watchMessages(connection);
  }

  watchMessages(connection) {
    // What comes on no channel, or on one that this client has left, would otherwise go unseen.
    connection.bind('message', ({ event, channel, data }) => {
      const isSeen = channel ? channel.startsWith('#') || this.pusher.channel(channel) : event.startsWith('pusher');
      if (!isSeen) {
        this.#report(channel ?? '', event, data);
      }
    });
  }

  async #reportReconnection() {
    await Promise.all(this.pusher.allChannels().map(channel => once(channel, 'pusher:subscription_succeeded')));
    this.notify('reconnected');
  }

  async connect() {
    await this.connected;
    return this.pusher.connection.socket_id;
  }

  socketId() {
    return this.pusher.connection.socket_id;
  }

  subscribe(name, options) {
    this.members.set(name, options);
    const channel = this.pusher.subscribe(name);
    this.listen(name, (event, callback) => channel.bind(event, callback));
    return new Promise((resolve, reject) => {
      channel.bind('pusher:subscription_succeeded', () => resolve(describe(channel)));
      channel.bind('pusher:subscription_error', error => reject(new Error(JSON.stringify(error))));
    });
  }

  listen(name, bind) {
    for (const event of this.options.events) {
      bind(event, (data, metadata) => this.#report(name, event, data, metadata?.user_id));
    }
    for (const event of ['pusher:subscription_count', 'pusher:cache_miss']) {
      bind(event, data => this.#report(name, event, data));
    }
    bind('pusher:member_added', ({ id, info }) =>
      this.#report(name, 'pusher:member_added', { user_id: id, user_info: info }));
    bind('pusher:member_removed', ({ id }) =>
      this.#report(name, 'pusher:member_removed', { user_id: id }));
  }

  #report(channel, name, data, userId) {
    this.notify('event', { channel, name, data: data ?? null, userId });
  }

  unsubscribe(name) {
    this.pusher.unsubscribe(name);
  }

  trigger(name, event, data) {
    if (!this.pusher.channel(name).trigger(event, data)) {
      throw new Error('pusher-js did not send the event');
    }
  }

  send(name, event, data) {
    if (!this.pusher.send_event(event, data, name)) {
      throw new Error('pusher-js did not send the event');
    }
  }

  triggerMany(name, event, count) {
    for (let number = 0; number < count; number++) {
      this.trigger(name, event, { number });
    }
  }

  async signIn(user) {
    this.user = user;
    for (const event of this.options.events) {
      this.pusher.user.bind(event, data => this.#report(`#server-to-user-${user.id}`, event, data));
    }
    for (const event of ['online', 'offline']) {
      this.pusher.user.watchlist.bind(event, data => this.#report('#watchlist', event, data.user_ids));
    }
    this.pusher.signin();
    await this.pusher.user.signinDonePromise;
    return this.pusher.user.user_data;
  }

  disconnect() {
    this.pusher.disconnect();
  }

  reconnect() {
    pages.run(this.options, () => this.pusher.connect());
  }

  /** Disconnects for good: of the two retries that a close code like 4200 causes, pusher-js forgets one when it is told to disconnect. */
  end() {
    this.pusher.connection.bind('connecting', () => setImmediate(() => this.pusher.disconnect()));
    this.pusher.disconnect();
  }
}

export const once = (target, event) => new Promise(resolve => {
  const callback = data => {
    target.unbind(event, callback);
    resolve(data);
  };
  target.bind(event, callback);
});

function describe({ members }) {
  if (!members) {
    return { members: null };
  }
  const infos = [];
  members.each(({ id, info }) => infos.push({ id, name: info?.name ?? null }));
  return { members: infos, count: members.count, me: members.me?.id ?? null };
}
