// @microsoft/signalr: a plain hub connection, by its own transports or by one of sockjs-client's. What a channel is, the C#
// side knows.

import signalR from '@microsoft/signalr';
import SockJS from 'sockjs-client';
import { overSockJS } from '../../../interop-samples/sockjs-signalr/wwwroot/sockjs-transport.js';

// sockjs-client gives a transport a few round trips of the moment before, which a busy machine does not keep to.
const sockJSTimeout = 5_000;

export class HubClient {
  constructor({ url, sockJSTransport, transport, events, cookie }, notify) {
    this.connection = new signalR.HubConnectionBuilder()
      .withUrl(url, sockJSTransport ? overSockJS(SockJS, { transports: [sockJSTransport], timeout: sockJSTimeout }) : { ...(transport && { transport }), ...(cookie && { headers: { cookie } }) })
      .withAutomaticReconnect([0, 100, 500, 1000, 2000, 4000, 4000])
      .configureLogging(signalR.LogLevel.None)
      .build();
    if (sockJSTransport) {
      // Under Node.js sockjs-client does not see that a stream was cut: only a ping that nobody takes tells.
      this.connection.keepAliveIntervalInMilliseconds = 2_000;
    }
    for (const name of events) {
      this.connection.on(name, (...args) => notify('event', { name, args }));
    }
    this.connection.onreconnected(() => notify('reconnected'));
    this.connection.onclose(error => notify('closed', error?.message ?? null));
  }

  connect() {
    return this.connection.start();
  }

  connectionId() {
    return this.connection.connectionId;
  }

  invoke(method, args) {
    return this.connection.invoke(method, ...args);
  }

  async invokeMany(method, args, count) {
    for (let number = 0; number < count; number++) {
      await this.connection.send(method, ...args, { number });
    }
  }

  disconnect() {
    return this.connection.stop();
  }
}
