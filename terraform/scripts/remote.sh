#!/usr/bin/env bash
# What deno task remote asks of the host: remote.sh start|stop|restart|status|logs|backup [ARGUMENT...]
set -euo pipefail
SCRIPTS_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host_paths.sh
. "$SCRIPTS_DIR/host_paths.sh"
# shellcheck source=switch_release.sh
. "$SCRIPTS_DIR/switch_release.sh"

main() {
  local verb="${1:-}"
  shift || true
  case "$verb" in
    start | restart)
      take_lock
      start_or_restart "$verb"
      ;;
    stop)
      take_lock
      stop_services
      ;;
    status) status ;;
    logs) logs "$@" ;;
    backup) backup ;;
    *) fail "\"$verb\" is not start, stop, restart, status, logs or backup." ;;
  esac
}

# The database is started too, but never restarted: that would cut off everyone for nothing.
start_or_restart() {
  local unit
  if is_enabled crypto-ai-postgres; then systemctl start crypto-ai-postgres; fi
  for unit in crypto-ai-web crypto-ai-worker; do
    if is_enabled "$unit"; then systemctl "$1" "$unit"; fi
  done
  wait_until_ready || fail "The services were asked to $1, and are not ready after $WAITED s: $(why_not_ready)"
  say "Release $(release_at "$CURRENT_LINK") serves."
}

# In this order: whoever uses the database stops first.
stop_services() {
  systemctl stop crypto-ai-web crypto-ai-worker
  systemctl stop crypto-ai-postgres
  say "The services are stopped. They start again with the host, or by deno task remote start."
}

# Ends with 1 where it does not serve, for scripts.
status() {
  local unit
  say "release    $(release_at "$CURRENT_LINK"), healthy: $(release_at "$HEALTHY_LINK")"
  say "installed  $(find "$RELEASES_DIR" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%f ' | tr ' ' '\n' | sort | xargs)"
  for unit in $UNITS; do
    say "unit       $unit: $(systemctl is-active "$unit" 2>/dev/null || true), $(systemctl is-enabled "$unit" 2>/dev/null || true)"
  done
  df --human-readable --output=target,size,used,avail,pcent "$HOME_DIR" "$DATA_DIR" | sed '1d; s/^/disk       /'
  awk '/^(MemTotal|MemAvailable|SwapTotal|SwapFree):/ { printf "memory     %s %d MiB\n", $1, $2 / 1024 }' /proc/meminfo
  if does_serve; then
    say "health     ready"
  else
    say "health     not ready: $(why_not_ready)"
    exit 1
  fi
}

# logs UNIT LINES [follow]
logs() {
  local unit="${1:-web}" lines="${2:-100}"
  [[ "$lines" =~ ^[0-9]+$ ]] || fail "\"$lines\" is not a number of lines."
  case "$unit" in
    web | worker | postgres)
      if [ "${3:-}" = follow ]; then exec journalctl --unit "crypto-ai-$unit" --lines "$lines" --follow; fi
      exec journalctl --unit "crypto-ai-$unit" --lines "$lines" --no-pager
      ;;
    deploy)
      if [ "${3:-}" = follow ]; then exec tail -n "$lines" -F "$DEPLOY_LOG"; fi
      exec tail -n "$lines" "$DEPLOY_LOG"
      ;;
    *) fail "\"$unit\" is not web, worker, postgres or deploy." ;;
  esac
}

# The last line is the path of the backup, alone.
backup() {
  local path
  path="$DATA_DIR/backups/crypto-ai-$(date --utc +%FT%H-%M-%SZ).tar"
  # shellcheck disable=SC2016
  as_service bash -c 'umask 0077 && mkdir -p "$0" && exec bash "$1" db backup "$2"' \
    "$DATA_DIR/backups" "$CURRENT_LINK/terraform/scripts/run_task.sh" "$path" </dev/null >&2 ||
    fail "The backup failed; its reason stands above."
  say "$path"
}

main "$@"
