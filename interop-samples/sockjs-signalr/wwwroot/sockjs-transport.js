// Licensed under the MIT License. See LICENSE in the repository root.

// Lets an unmodified @microsoft/signalr talk through sockjs-client. Give the result to withUrl:
//
//   new HubConnectionBuilder().withUrl('http://localhost:5000/sockjs', overSockJS(SockJS)).build()

/** The options of withUrl for a hub that is mapped with MapSockJS; the second argument goes to sockjs-client. */
export function overSockJS(SockJS, options) {
  return { transport: new SockJSTransport(SockJS, options), httpClient: new NoNegotiation() };
}

/** An ITransport. Records end with 0x1E, so it does not matter how SockJS cuts the stream of them into messages. */
class SockJSTransport {
  constructor(SockJS, options) {
    this.open = url => new SockJS(url, null, options);
  }

  connect(url) {
    return new Promise((resolve, reject) => {
      this.socket = this.open(url);
      this.socket.onmessage = ({ data }) => this.receive(data);
      this.socket.onclose = event => reject(errorOf(event));
      this.socket.onopen = () => {
        this.socket.onclose = event => this.onclose(event.code === 1000 ? undefined : errorOf(event));
        resolve();
      };
    });
  }

  /** The client throws at what ends the connection, a refused handshake for example. */
  receive(data) {
    try {
      this.onreceive(data);
    } catch (error) {
      this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
      this.onclose(error);
    }
  }

  async send(data) {
    this.socket.send(data);
  }

  async stop() {
    this.socket.close();
  }
}

/** SockJS finds a transport by itself: the question which ones there are is answered here. */
class NoNegotiation {
  async send() {
    return { statusCode: 200, content: '{}' };
  }

  getCookieString() {
    return '';
  }
}

const errorOf = ({ code, reason }) => new Error(`SockJS was closed with ${code}: ${reason}`);
