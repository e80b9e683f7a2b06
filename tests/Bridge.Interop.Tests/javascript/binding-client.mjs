// pusher-js as applications bind to it: tells of every event the channel that it came on and the binds that it was handed to.

import { PusherClient } from './pusher-client.mjs';

export class BindingClient extends PusherClient {
  #binds = [];

  constructor(options, notify) {
    super(options, notify);
    for (const event of options.events) {
      this.pusher.bind(event, () => this.#binds.push('pusher.bind'));
      this.pusher.user.bind(event, () => this.#binds.push('pusher.user.bind'));
    }
    this.pusher.bind_global(event => options.events.includes(event) && this.#binds.push('pusher.bind_global'));
  }

  // Called for each channel that is subscribed to.
  listen(name, bind) {
    for (const event of this.options.events) {
      bind(event, () => this.#binds.push('channel.bind'));
    }
  }

  watchMessages(connection) {
    // The library's own callbacks were there before this one: they have handed the message on.
    connection.bind('message', ({ event, channel, data }) => {
      if (this.options.events.includes(event)) {
        this.notify('message', { event, channel: channel ?? null, data, binds: this.#binds.splice(0).sort() });
      }
    });
  }
}
