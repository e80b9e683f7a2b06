# Sourced by run.sh: installs what the tests need. Debian packages by name, npm packages by the lock file.

need_command() { # COMMAND PACKAGE...
  command -v "$1" >/dev/null && return
  shift
  if [ -z "${apt_updated:-}" ]; then apt-get update -qq; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net"; exit 1; }
