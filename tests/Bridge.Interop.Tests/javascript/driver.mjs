// Drives the real JavaScript clients for the C# tests, which talk to it in lines of JSON:
//
//   in   {"id":1,"client":"a","op":"new","args":[{"kind":"pusher",...}]}     makes a client
//   in   {"id":2,"client":"a","op":"subscribe","args":["room"]}              calls its method
//   out  {"id":2,"result":...}  or  {"id":2,"error":"why"}                   the outcome, in any order
//   out  {"client":"a","note":"event","data":{...}}                          what the client saw, in the order it saw it
//
// Calls run concurrently and have no time-out here: the tests own all deadlines. The process ends with its input.

import { createInterface } from 'node:readline';
import { BindingClient } from './binding-client.mjs';
import { EchoClient } from './echo-client.mjs';
import { HubClient } from './hub-client.mjs';
import { PusherClient } from './pusher-client.mjs';
import { RawSocket } from './raw-socket.mjs';
import { RestClient } from './rest-client.mjs';
import { WebhookReceiver } from './webhook-receiver.mjs';

const kinds = {
  pusher: PusherClient, binding: BindingClient, echo: EchoClient, hub: HubClient,
  socket: RawSocket, rest: RestClient, webhooks: WebhookReceiver,
};
const clients = new Map();

// Standard output belongs to the protocol; whatever a library prints goes to the log.
console.log = console.info = console.debug = console.error;

// As in a page: a library whose promise nobody awaits (@microsoft/signalr has one for its handshake) does not end the others.
process.on('unhandledRejection', error => console.error('Unhandled rejection:', error));

const write = message => process.stdout.write(JSON.stringify(message) + '\n');

function create(name, options) {
  clients.set(name, new kinds[options.kind](options, (note, data) => write({ client: name, note, data })));
}

async function handle({ id, client, op, args }) {
  try {
    const result = op === 'new' ? create(client, args[0]) : await clients.get(client)[op](...args);
    write({ id, result: result ?? null });
  } catch (error) {
    write({ id, error: error.message ?? JSON.stringify(error) });
  }
}

createInterface({ input: process.stdin })
  .on('line', line => void handle(JSON.parse(line)))
  .on('close', () => process.exit(0));
