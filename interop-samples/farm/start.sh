#!/usr/bin/env bash
# Starts Redis, three bridge nodes, a node with a hub of its own, and nginx in front of the bridge nodes. Ctrl+C ends them all.
#
#   start.sh [PORT]    nginx listens on PORT [8080]; the nodes on PORT+1 to PORT+3, the hub node on PORT+4, Redis on PORT+5
#
# BUILT=Debug or BUILT=Release takes what was built before, as it is.
set -euo pipefail
cd "$(dirname "$0")"
PATH=$PATH:/usr/sbin

port=${1:-8080}
folder=${TMPDIR:-/tmp}/bridge-farm-$port
redis=127.0.0.1:$((port + 5))
secret=$(head -c 24 /dev/urandom | base64)

for command in dotnet nginx redis-server; do
  command -v "$command" >/dev/null || { echo "$command is missing. On Debian: apt-get install nginx redis-server"; exit 1; }
done

configuration=${BUILT:-Release}
if [ -z "${BUILT:-}" ]; then
  dotnet build ../../src/Bridge.Server -c Release -v quiet -nologo -clp:NoSummary
  dotnet build hub-node -c Release -v quiet -nologo -clp:NoSummary
fi

rm -rf "$folder"
mkdir -p "$folder"
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT
trap 'exit 0' INT TERM

run() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1 &
  echo $! >"$folder/$name.pid"
}

answers() { # PORT
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

run redis redis-server --bind 127.0.0.1 --port $((port + 5)) --save '' --appendonly no --dir "$folder"
for node in 1 2 3; do
  run node-$node dotnet ../../src/Bridge.Server/bin/$configuration/net10.0/Bridge.Server.dll --urls="http://127.0.0.1:$((port + node))" \
    --Bridge:Redis:Configuration="$redis" --Bridge:Redis:HubName=FarmSample.NewsHub --Bridge:Node:Secret="$secret"
done
run hub-node dotnet hub-node/bin/$configuration/net10.0/HubNode.dll --urls="http://127.0.0.1:$((port + 4))" --Redis="$redis"
sed -e "s/@PORT@/$port/" -e "s/@NODE1@/$((port + 1))/" -e "s/@NODE2@/$((port + 2))/" -e "s/@NODE3@/$((port + 3))/" nginx.conf >"$folder/nginx.conf"
run nginx nginx -e stderr -p "$folder/" -c nginx.conf

for offset in 0 1 2 3 4 5; do
  until answers $((port + offset)); do
    [ "$(jobs -pr | wc -l)" = 6 ] || { echo "Something did not start:"; tail -n 3 "$folder"/*.log; exit 1; }
    sleep 0.2
  done
done

echo "The farm is at http://127.0.0.1:$port/. Logs are in $folder. Ctrl+C ends it."
wait
