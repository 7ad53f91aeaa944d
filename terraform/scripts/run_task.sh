#!/usr/bin/env bash
# Runs a task of deno.json as this very process: run_task.sh TASK [ARGUMENT...]. The units use it. `deno task` would
# stay as a parent with memory of its own, and would have to hand signals on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
DENO="${DENO:-/usr/local/bin/deno}"
name="$1"
shift
command="$("$DENO" eval --no-config --no-lock --quiet \
  'console.log(JSON.parse(Deno.readTextFileSync("deno.json")).tasks[Deno.args[0]]?.command ?? "")' "$name")"
# A task may begin with variables of its own, NAME=value.
while [[ "$command" =~ ^([A-Z_]+=[A-Za-z0-9_]+)\ (.*)$ ]]; do
  export "${BASH_REMATCH[1]}"
  command="${BASH_REMATCH[2]}"
done
case "$command" in
  "deno run "*) ;;
  *)
    echo "deno.json has no task \"$name\" that begins with deno run." >&2
    exit 2
    ;;
esac
arguments=("$@")
# The text is that of our own deno.json, and quoted for a shell there.
eval "set -- ${command#deno run }"
# All code came with the release: nothing is asked of a registry when a service starts.
exec "$DENO" run --cached-only "$@" "${arguments[@]}"
