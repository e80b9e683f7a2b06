// One column of the page: what a client sees and says. Whatever comes from others is set as text, never as markup.

const maxMessages = 200;
const maxFrames = 100;

export class Column {
  #name;
  #members = new Map();

  /** @param {'pusher' | 'signalr'} name what the ids of the column's elements begin with */
  constructor(name) {
    this.#name = name;
  }

  /** Calls back with each text that the visitor sends; the callback returns a promise of its acceptance. */
  onSend(send) {
    const input = this.#element('input');
    this.#element('form').addEventListener('submit', async event => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text || input.disabled) {
        return;
      }
      input.value = '';
      try {
        await send(text);
        this.#addMessage(text, 'you', 'own');
      } catch (error) {
        this.addNote(`Not sent: ${error.message}`);
      }
    });
  }

  /** Says what carries the frames. */
  setTransport(name) {
    this.#element('transport').textContent = ` over ${name}`;
  }

  /** Shows the connection's state; only a client whose state is `connected` can send. */
  setState(state) {
    const element = this.#element('state');
    if (element.textContent !== state) {
      element.textContent = state;
      element.dataset.state = state;
    }
    const ready = state === 'connected';
    this.#element('input').disabled = !ready;
    this.#element('send').disabled = !ready;
    if (!ready) {
      this.setMembers([], undefined);
    }
  }

  /** Shows who is on the channel: all of [{id, info}], of whom one is the client itself. */
  setMembers(members, ownId) {
    this.#members = new Map(members.map(member => [member.id, { ...member, own: member.id === ownId }]));
    this.#renderMembers();
  }

  addMember(member) {
    this.#members.set(member.id, member);
    this.#renderMembers();
    this.addNote(`${nameOf(member)} joined`);
  }

  removeMember(id) {
    const member = this.#members.get(id);
    if (this.#members.delete(id)) {
      this.#renderMembers();
      this.addNote(`${nameOf(member)} left`);
    }
  }

  /** Shows a message. Who sent it is what the server says, not what the message says. */
  addMessage(data, userId) {
    const sender = this.#members.get(userId) ?? { id: userId ?? 'somebody' };
    const text = typeof data?.text === 'string' ? data.text : JSON.stringify(data);
    this.#addMessage(text, nameOf(sender), kindOf(sender));
  }

  addNote(text) {
    append(this.#element('log'), maxMessages, make('li', 'note', text));
  }

  addFrame(direction, frame) {
    const item = make('li', `frame ${direction}`);
    item.append(make('span', 'direction', direction === 'in' ? 'received' : 'sent'), make('code', '', frame));
    append(this.#element('frames'), maxFrames, item);
  }

  #addMessage(text, sender, kind) {
    const item = make('li', `message ${kind}`);
    item.append(make('bdi', 'sender', sender), make('p', 'text', text));
    append(this.#element('log'), maxMessages, item);
  }

  #renderMembers() {
    const items = [...this.#members.values()].map(member => {
      const item = make('li', `member ${kindOf(member)}`);
      item.append(make('bdi', 'name', nameOf(member)), make('span', 'uses', clientOf(member)));
      if (member.own) {
        item.append(make('span', 'own-mark', 'this column'));
      }
      return item;
    });
    this.#element('members').replaceChildren(...items);
    this.#element('count').textContent = items.length || '';
  }

  #element(part) {
    return document.getElementById(`${this.#name}-${part}`);
  }
}

function nameOf(member) {
  return typeof member.info?.name === 'string' && member.info.name ? member.info.name : member.id;
}

function clientOf(member) {
  return typeof member.info?.client === 'string' ? member.info.client : 'another client';
}

function kindOf(member) {
  return { 'pusher-js': 'by-pusher', SignalR: 'by-signalr' }[clientOf(member)] ?? 'by-other';
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Adds to a list that keeps its end in view unless the reader has scrolled up, and forgets its oldest items. */
function append(list, max, item) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.append(item);
  while (list.childElementCount > max) {
    list.firstElementChild.remove();
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
}
