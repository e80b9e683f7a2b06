// A WebSocket with nothing on top (npm ws), for looking at single frames.

import WebSocket from 'ws';

export class RawSocket {
  constructor({ url, protocols }, notify) {
    this.socket = new WebSocket(url, protocols ?? []);
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', () => resolve(this.socket.protocol));
      this.socket.on('error', reject);
    });
    this.opened.catch(() => {});
    this.socket.on('message', (data, isBinary) => notify(isBinary ? 'binary' : 'text', data.toString()));
    this.socket.on('pong', data => notify('pong', data.toString()));
    this.socket.on('close', (code, reason) => notify('close', { code, reason: reason.toString() }));
  }

  connect() {
    return this.opened;
  }

  send(text) {
    this.socket.send(text);
  }

  sendBinary(text) {
    this.socket.send(Buffer.from(text), { binary: true });
  }

  ping(text) {
    this.socket.ping(text);
  }

  disconnect() {
    this.socket.terminate();
  }
}
