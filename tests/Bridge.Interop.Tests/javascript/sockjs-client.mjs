// Licensed under the MIT License. See LICENSE in the repository root.

// Talks to a SockJS service with one transport of sockjs-client:
//   node sockjs-client.mjs URL TRANSPORT [MESSAGES as a JSON array]
// Sends the messages, waits for as many, or for the close if there are none, and writes what came as one line of JSON.

import SockJS from 'sockjs-client';

const [url, transport, json = '[]'] = process.argv.slice(2);
const messages = JSON.parse(json);
const socket = new SockJS(url, null, { transports: [transport] });
const received = [];

function finish(close) {
  process.stdout.write(JSON.stringify({ received, close }) + '\n', () => process.exit());
}

socket.onopen = () => messages.forEach((message) => socket.send(message));
socket.onclose = ({ code, reason }) => finish({ code, reason });
socket.onmessage = ({ data }) => {
  received.push(data);
  if (received.length === messages.length) {
    finish(null);
  }
};
