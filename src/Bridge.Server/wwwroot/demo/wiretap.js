// Shows the frames of the page's WebSockets without a change to either client.

const separator = /\u001e/g; // ends each SignalR message and has no shape of its own

/**
 * Replaces the page's WebSocket by one that reports every text frame.
 * @param {(url: URL) => ((direction: 'in' | 'out', frame: string) => void) | undefined} listenerOf who hears of a socket's frames
 */
export function tapWebSockets(listenerOf) {
  window.WebSocket = class extends WebSocket {
    #report;

    constructor(url, protocols) {
      super(url, protocols);
      this.#report = listenerOf(new URL(this.url));
      this.addEventListener('message', event => this.#tell('in', event.data));
    }

    send(data) {
      super.send(data);
      this.#tell('out', data);
    }

    #tell(direction, data) {
      if (typeof data === 'string') {
        this.#report?.(direction, data.replace(separator, '\\u001e'));
      }
    }
  };
}
