// The right column: @microsoft/signalr with four calls of the hub: GetSocketId, Subscribe, Trigger, and events by `on`.

const longestRetryDelay = 10_000;

export function startSignalRClient({ channel, event, guest, authFields, column }) {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl('/hub')
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => retryDelay(previousRetryCount) })
    .configureLogging(signalR.LogLevel.Warning)
    .build();
  let joined = Promise.resolve();

  async function join() {
    column.setState('joining');
    try {
      const socketId = await connection.invoke('GetSocketId');
      const { auth, channel_data: channelData } = await authorize(socketId);
      const { members } = await connection.invoke('Subscribe', channel, { auth, channelData });
      column.setState('connected');
      column.setMembers(members.map(({ userId, userInfo }) => ({ id: userId, info: userInfo })), guest.id);
    } catch (error) {
      column.setState('refused');
      column.addNote(`The subscription was refused: ${error.message}`);
    }
  }

  async function authorize(socketId) {
    const body = new URLSearchParams({ socket_id: socketId, channel_name: channel, ...authFields(guest) });
    const answer = await fetch('/pusher/auth', { method: 'POST', body });
    if (!answer.ok) {
      throw new Error(`/pusher/auth answered ${answer.status}`);
    }
    return answer.json();
  }

  async function start(attempt = 0) {
    try {
      await connection.start();
      joined = join();
    } catch {
      column.setState('disconnected');
      setTimeout(start, retryDelay(attempt), attempt + 1);
    }
  }

  // An event may be handled before the answer to Subscribe is: it waits for its turn.
  const onChannel = (name, handle) => connection.on(name, (...args) => joined.then(() => handle(...args)));

  onChannel('pusher:member_added', ({ user_id: id, user_info: info }) => column.addMember({ id, info }));
  onChannel('pusher:member_removed', ({ user_id: id }) => column.removeMember(id));
  // A hub of another node may send an event without telling the channel.
  onChannel(event, (data, { userId } = {}) => column.addMessage(data, userId));

  connection.onreconnecting(() => column.setState('reconnecting'));
  connection.onreconnected(() => {
    joined = join();
  });
  connection.onclose(() => start());

  column.onSend(text => connection.invoke('Trigger', channel, event, { text }));
  start();
}

function retryDelay(attempt) {
  return Math.min(500 * 2 ** attempt, longestRetryDelay);
}
