// sockjs-node with the services of tests/Bridge.SockJS.TestHost: the server that ours is compared with, byte by byte and in
// speed. Argument: the port. Prints the address when it listens.
import http from "node:http";
import sockjs from "sockjs";

const clientUrl = process.env.SOCKJS_CLIENT_URL ?? "https://cdn.jsdelivr.net/npm/sockjs-client@1/dist/sockjs.min.js";
const shared = { sockjs_url: clientUrl, log: () => {} };
const server = http.createServer((_, response) => response.writeHead(404).end());

serve("/echo", echo, { response_limit: 4096 });
serve("/disabled_websocket_echo", echo, { websocket: false });
serve("/cookie_needed_echo", echo, { jsessionid: true });
serve("/fast", echo, { heartbeat_delay: 400, disconnect_delay: 800 });
serve("/close", connection => connection.close(3000, "Go away!"));
serve("/amplify", amplify);
serve("/ticker", ticker);
serve("/broadcast", broadcastTo(new Set()));
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`Now listening on: http://127.0.0.1:${server.address().port}`);
  console.log("Application started.");
});

function serve(prefix, onConnection, options = {}) {
  const service = sockjs.createServer({ ...shared, ...options });
  service.on("connection", onConnection);
  service.installHandlers(server, { prefix });
}

function echo(connection) {
  connection.on("data", message => connection.write(message));
}

function amplify(connection) {
  connection.on("data", message => {
    const power = Number(message);
    connection.write("x".repeat(2 ** (power > 0 && power <= 19 ? Math.floor(power) : 1)));
  });
}

function ticker(connection) {
  let tick = 0;
  const timer = setInterval(() => connection.write(String(++tick)), 1000);
  connection.on("close", () => clearInterval(timer));
}

function broadcastTo(members) {
  return connection => {
    members.add(connection);
    connection.on("close", () => members.delete(connection));
    connection.on("data", message => {
      for (const member of members) {
        member.write(message);
      }
    });
  };
}
