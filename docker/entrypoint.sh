#!/bin/sh
# The image's one entry: a program of the server (up, server, worker, migrate), or `cli` with its arguments.
set -eu
here=$(dirname "$0")
case "${1:-up}" in
  cli) shift && exec node "$here/apps/cli/dist/main.js" "$@" ;;
  *) exec node "$here/apps/server/dist/main.js" "${@:-up}" ;;
esac
