import { Column } from './column.js';
import { newGuest } from './guest.js';
import { startPusherClient } from './pusher-client.js';
import { startSignalRClient } from './signalr-client.js';
import { tapRequests, tapWebSockets } from './wiretap.js';

const demo = {
  key: 'demo-key',
  channel: 'presence-demo',
  event: 'client-message',
  // Of these the demo's auth endpoint makes the presence member that it signs.
  authFields: ({ id, info }) => ({ user_id: id, user_name: info.name, user_client: info.client }),
};

const pusherColumn = new Column('pusher');
const signalRColumn = new Column('signalr');

tapWebSockets(({ pathname }) => {
  const column = pathname.startsWith('/app/') ? pusherColumn : signalRColumn;
  return (direction, frame) => column.addFrame(direction, frame);
});

tapRequests(({ pathname }) => pathname.startsWith('/pusher/app/')
  ? (direction, frame) => pusherColumn.addFrame(direction, frame)
  : undefined);

startPusherClient({ ...demo, guest: newGuest('pusher-js'), column: pusherColumn });
startSignalRClient({ ...demo, guest: newGuest('SignalR'), column: signalRColumn });
