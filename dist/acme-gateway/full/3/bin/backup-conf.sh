#!/bin/sh
# Copies conf/ to the folder that is given.
set -eu
[ $# -eq 1 ] || { echo "usage: backup-conf.sh FOLDER" >&2; exit 2; }
home=$(cd "$(dirname "$0")/.." && pwd -P)
mkdir -p "$1"
cp -R "$home/conf/." "$1"
echo "Copied $home/conf to $1"
