#!/usr/bin/env bash
# Bridge.SockJS and sockjs-node side by side: installs what is missing, builds, runs, prints the table. Arguments are those of
# "Bridge.LoadTest compare-sockjs", such as --rounds 5 --scenarios streaming-16.
set -euo pipefail
cd "$(dirname "$0")/.."

. tests/install.sh >&2

for project in Bridge.SockJS.TestHost Bridge.LoadTest; do
  dotnet build "tests/$project" -c Release -v quiet -nologo >&2
done

exec dotnet tests/Bridge.LoadTest/bin/Release/net10.0/Bridge.LoadTest.dll compare-sockjs "$@"
