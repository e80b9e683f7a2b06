// Pusher's server library for Node: an application's back end.

import nacl from 'tweetnacl';
import Pusher from 'pusher';

export class RestClient {
  constructor({ host, port, app }) {
    this.pusher = new Pusher({ host, port, ...app });
  }

  trigger(channels, event, data, params) {
    return answer(this.pusher.trigger(channels, event, data, params ?? undefined));
  }

  sendToUser(userId, event, data) {
    return answer(this.pusher.sendToUser(userId, event, data));
  }

  triggerBatch(events) {
    return answer(this.pusher.triggerBatch(events));
  }

  get(path, params) {
    return answer(this.pusher.get({ path, params: params ?? undefined }));
  }

  post(path, body) {
    return answer(this.pusher.post({ path, body }));
  }

  terminate(userId) {
    return answer(this.pusher.terminateUserConnections(userId));
  }

  authorizeChannel(socketId, channel, data) {
    return this.pusher.authorizeChannel(socketId, channel, data ?? undefined);
  }

  authenticateUser(socketId, user) {
    return this.pusher.authenticateUser(socketId, user);
  }

  decrypt(channel, { nonce, ciphertext }) {
    const bytes = text => new Uint8Array(Buffer.from(text, 'base64'));
    const plain = nacl.secretbox.open(bytes(ciphertext), bytes(nonce), new Uint8Array(this.pusher.channelSharedSecret(channel)));
    if (!plain) {
      throw new Error('The message does not open with the shared secret of the channel.');
    }
    return JSON.parse(Buffer.from(plain).toString());
  }
}

async function answer(request) {
  try {
    const response = await request;
    return { status: response.status, body: await response.text() };
  } catch (error) {
    if (error.status === undefined) {
      throw error;
    }
    return { status: error.status, body: error.body };
  }
}
