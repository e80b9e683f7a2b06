// Laravel Echo over pusher-js: the same operations in Echo's own words.

import Echo from 'laravel-echo';
import { PusherClient } from './pusher-client.mjs';

export class EchoClient extends PusherClient {
  constructor(options, notify) {
    super(options, notify);
    this.echo = new Echo({ broadcaster: 'pusher', client: this.pusher });
  }

  subscribe(name, options) {
    this.members.set(name, options);
    const channel = this.#open(name);
    this.listen(name, (event, callback) => bind(channel, event, callback));
    return new Promise((resolve, reject) => {
      channel.error(error => reject(new Error(JSON.stringify(error))));
      if (channel.here) {
        channel.here(infos => resolve({
          members: infos.map(({ id, name: called }) => ({ id, name: called })),
          count: infos.length,
          me: options.user.id,
        }));
      } else {
        channel.subscribed(() => resolve({ members: null }));
      }
    });
  }

  #open(name) {
    for (const [prefix, method] of [['private-encrypted-', 'encryptedPrivate'], ['private-', 'private'], ['presence-', 'join']]) {
      if (name.startsWith(prefix)) {
        return this.echo[method](name.slice(prefix.length));
      }
    }
    return this.echo.channel(name);
  }

  unsubscribe(name) {
    this.echo.leaveChannel(name);
  }

  trigger(name, event, data) {
    this.#open(name).whisper(event.slice('client-'.length), data);
  }
}

// Echo gives presence news as the member's info alone, which in these tests carries the id.
function bind(channel, event, callback) {
  if (event === 'pusher:member_added' && channel.joining) {
    channel.joining(info => callback({ id: info.id, info }));
  } else if (event === 'pusher:member_removed' && channel.leaving) {
    channel.leaving(info => callback({ id: info.id, info }));
  } else if (event.startsWith('client-')) {
    channel.listenForWhisper(event.slice('client-'.length), callback);
  } else if (event.startsWith('pusher:')) {
    channel.on(event, callback);
  } else {
    channel.listen('.' + event, callback);
  }
}
