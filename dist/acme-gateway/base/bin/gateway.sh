#!/bin/sh
# Starts the gateway in the foreground.
#   GATEWAY_NODE  the Node.js to use (default: node from the PATH)
#   PORT          the port, instead of the one in conf/gateway.toml; 0 takes a free one
set -eu

script=$0
if [ -h "$script" ]; then
  script=$(dirname "$script")/$(readlink "$script")
fi
GATEWAY_HOME=$(cd "$(dirname "$script")/.." && pwd -P)
export GATEWAY_HOME

exec "${GATEWAY_NODE:-node}" "$GATEWAY_HOME/lib/boot/boot.mjs" "$@"
