// An application's back end that takes webhooks: Pusher's server library for Node decides whether they are genuine.

import { createServer } from 'node:http';
import Pusher from 'pusher';

export class WebhookReceiver {
  constructor({ app }, notify) {
    this.pusher = new Pusher({ host: '127.0.0.1', ...app });
    this.notify = notify;
    this.server = createServer((request, response) => this.#receive(request, response));
  }

  listen() {
    return new Promise(resolve => this.server.listen(0, '127.0.0.1', () => resolve(this.server.address().port)));
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #receive(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const webhook = this.pusher.webhook({ headers: request.headers, rawBody: Buffer.concat(chunks).toString() });
    const genuine = webhook.isValid();
    this.notify('webhook', genuine
      ? { genuine, time: webhook.getTime().getTime(), events: webhook.getEvents() }
      : { genuine, headers: request.headers });
    response.writeHead(genuine ? 200 : 401).end();
  }
}
