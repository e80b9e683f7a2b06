#!/usr/bin/env bash
# Builds everything and runs every test project. Installs what the tests need and the machine lacks; a tool that is
# missing and can't be installed fails the run. The last line is "N passed, M failed, K skipped", alone.
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

. tests/install.sh

dotnet build Bridge.sln -c Release -v quiet

passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests; do
  echo "== ${project#tests/}"
  log=$(mktemp)
  dotnet test "$project" -c Release --no-build --logger "console;verbosity=minimal" --blame-hang-timeout 5m 2>&1 | tee "$log" || broken=1
  read -r p f s < <(awk -F'[:,]' '/Failed: .*Passed: .*Skipped: /{f+=$2;p+=$4;s+=$6;seen=1} END{print p+0,f+0,s+0; exit !seen}' \
    <(sed 's/^.*- Failed:/Failed:/' "$log")) || { echo "no result from $project"; broken=1; }
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  rm -f "$log"
done

# A run that broke without a failed test (a crash, a hang, no result) counts as a failure too.
if [ "$broken" = 1 ] && [ "$failed" = 0 ]; then failed=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
