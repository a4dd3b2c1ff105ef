#!/bin/sh
# Starts the gateway in the foreground.
#   GATEWAY_NODE  the Node.js to use (default: node from the PATH)
#   PORT          the port, instead of the one in conf/gateway.toml; 0 takes a free one
set -eu

script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
GATEWAY_HOME=$(cd "$(dirname "$script")/.." && pwd -P)
export GATEWAY_HOME

exec "${GATEWAY_NODE:-node}" "$GATEWAY_HOME/lib/boot/boot.mjs" "$@"
