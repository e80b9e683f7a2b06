#!/usr/bin/env bash
# Two and three nodes on Redis beside one without: installs what is missing, builds, runs, prints the tables. Arguments are those of
# "Bridge.LoadTest farm": --rounds 5 --seconds 10, and --only-local for one node with Redis running and stopped.
set -euo pipefail
cd "$(dirname "$0")/.."

. tests/install.sh >&2

for project in src/Bridge.Server tests/Bridge.LoadTest; do
  dotnet build "$project" -c Release -v quiet -nologo >&2
done

exec dotnet tests/Bridge.LoadTest/bin/Release/net10.0/Bridge.LoadTest.dll farm "$@"
