# Sourced by run.sh: installs what the tests need. Debian packages by name, npm packages by the lock file.

need_command() { # COMMAND PACKAGE...
  command -v "$1" >/dev/null && return
  shift
  if [ -z "${apt_updated:-}" ]; then apt-get update -qq; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net"; exit 1; }

need_command node nodejs
need_command npm npm
need_command chromium chromium
PATH=$PATH:/usr/sbin need_command nginx nginx
need_command redis-server redis-server

# The real clients of the interop tests. npm notes an installation in a lock file of its own.
interop=tests/Bridge.Interop.Tests
if [ ! "$interop/node_modules/.package-lock.json" -nt "$interop/package-lock.json" ]; then
  (cd "$interop" && npm ci --ignore-scripts --no-audit --no-fund)
fi
