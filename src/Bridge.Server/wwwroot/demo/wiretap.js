// Shows the frames of the page's connections without a change to either client.

const separator = /\u001e/g; // ends each SignalR message and has no shape of its own
const padding = /^hh/; // a stream begins with it, for browsers that show nothing before

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

/**
 * Replaces the page's XMLHttpRequest by one that reports what it sends, and what it receives line by line.
 * @param {(url: URL) => ((direction: 'in' | 'out', frame: string) => void) | undefined} listenerOf who hears of a request
 */
export function tapRequests(listenerOf) {
  window.XMLHttpRequest = class extends XMLHttpRequest {
    #report;
    #told = 0;

    open(method, url, ...rest) {
      super.open(method, url, ...rest);
      this.#report = listenerOf(new URL(url, location.href));
      if (this.#report) {
        this.addEventListener('readystatechange', () => this.#tellLines());
      }
    }

    send(body) {
      super.send(body);
      if (body) {
        this.#report?.('out', body);
      }
    }

    #tellLines() {
      if (this.readyState < XMLHttpRequest.LOADING) {
        return;
      }
      const end = this.responseText.lastIndexOf('\n') + 1;
      const lines = this.responseText.slice(this.#told, end).split('\n');
      this.#told = Math.max(this.#told, end);
      lines.filter(line => line && !padding.test(line)).forEach(line => this.#report('in', line));
    }
  };
}
