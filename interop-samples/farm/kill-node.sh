#!/usr/bin/env bash
# Kills a node of the running farm, without a word of warning to anybody.
#
#   kill-node.sh [NODE] [PORT]    NODE is 1, 2 or 3 [2], PORT that of start.sh [8080]
set -euo pipefail
kill -9 "$(cat "${TMPDIR:-/tmp}/bridge-farm-${2:-8080}/node-${1:-2}.pid")"
echo "Node ${1:-2} is dead."
