// A guest with a random name: nothing is asked of the visitor and nothing is kept.

const qualities = ['Amber', 'Brisk', 'Calm', 'Daring', 'Early', 'Fair', 'Gentle', 'Hazel', 'Jolly', 'Keen', 'Lucky', 'Mellow', 'Noble', 'Quiet', 'Swift', 'Witty'];
const animals = ['Badger', 'Crane', 'Dolphin', 'Falcon', 'Fox', 'Gecko', 'Heron', 'Ibis', 'Lynx', 'Marten', 'Newt', 'Otter', 'Puffin', 'Robin', 'Seal', 'Wren'];

/** Makes a guest who says which client they use, so that the others can see it. */
export function newGuest(client) {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const id = `guest-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
  const name = `${qualities[bytes[0] % qualities.length]} ${animals[bytes[1] % animals.length]}`;
  return { id, info: { name, client } };
}
