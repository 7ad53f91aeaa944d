# shellcheck shell=bash
# What switching to a release takes: database programs, units, the link, restarts, the health check, and the lock over
# it. Sourced by release.sh and remote.sh. Each function returns 1 where it fails: in a condition, `set -e` does not hold.

# How long a release may take until it is ready, and how long it has to stay so.
READY_SECONDS="${CRYPTO_AI_READY_SECONDS:-120}"
SETTLE_SECONDS="${CRYPTO_AI_SETTLE_SECONDS:-3}"
MAX_RESTARTS=3
POSTGRES_PORT="${CRYPTO_AI_POSTGRES_PORT:-15432}"

# The system's lock: it ends with this process, however that ends.
take_lock() {
  exec 9>>"$HOME_DIR/deploy.lock"
  if ! flock --nonblock 9; then
    fail "Another deploy, or a restart, is under way on this host ($(cat "$HOME_DIR/deploy.lock")). Try again when it is over."
  fi
  echo "process $$, since $(date --utc +%FT%TZ)" >"$HOME_DIR/deploy.lock"
}

# The name of the release that a link leads to, or nothing.
release_at() {
  basename "$(readlink "$1" 2>/dev/null || true)"
}

# The last words of the program that ran since the last step.
last_line() {
  local line
  line="$(awk '/^== / { line = ""; next } NF { line = $0 } END { print line }' "$DEPLOY_LOG" | cut -c1-300)"
  line="${line:-it said nothing}"
  echo "${line%.}."
}

# Points a link elsewhere in one step: at no time is there none, or half of one.
point() {
  ln -sfn "$2" "$1.new" && mv -T "$1.new" "$1"
}

# Our own PostgreSQL, where the operator names no other by DATABASE_URL. Its programs are copied out of the release,
# so that it runs on while releases come and go; it is restarted only where the programs are others.
start_database() {
  if [ -n "$(setting DATABASE_URL)" ]; then return 0; fi
  local code="$RELEASES_DIR/$1" programs
  programs="$(DENO_DIR="$CACHE_DIR" bash "$code/terraform/scripts/postgres_service.sh" programs "$PROGRAMS_DIR" \
    2>>"$DEPLOY_LOG")" || return 1
  make_cluster "$code" "$programs" || return 1
  if [ "$(readlink "$PROGRAMS_DIR/current")" = "$programs" ] && systemctl is-active --quiet crypto-ai-postgres; then
    return 0
  fi
  point "$PROGRAMS_DIR/current" "$programs" || return 1
  install_unit "$code" crypto-ai-postgres && systemctl daemon-reload || return 1
  systemctl restart crypto-ai-postgres >>"$DEPLOY_LOG" 2>&1
}

# Makes the cluster as the service user, once, and writes down how it is reached.
make_cluster() {
  local url
  url="$(as_service bash "$1/terraform/scripts/postgres_service.sh" cluster "$DATA_DIR" "$2" "$POSTGRES_PORT" \
    2>>"$DEPLOY_LOG")" || return 1
  [[ "$url" =~ ^postgres://[a-z]+:[0-9a-f]+@127\.0\.0\.1:[0-9]+/[a-z_]+$ ]] || return 1
  (
    umask 0027
    echo "DATABASE_URL=$url" >"$DATABASE_ENV.new"
  )
  if [ -z "$ROOT" ]; then chown "root:$SERVICE_USER" "$DATABASE_ENV.new"; fi
  mv "$DATABASE_ENV.new" "$DATABASE_ENV"
}

# The paths in the units are those of a host; a trial elsewhere has its own folder before them.
install_unit() {
  sed "s#/\(opt\|etc\|var/lib\|var/cache\|var/log\)/crypto-ai#$ROOT&#g" \
    "$1/terraform/scripts/units/$2.service" >"$UNITS_DIR/$2.service.new" &&
    mv "$UNITS_DIR/$2.service.new" "$UNITS_DIR/$2.service"
}

# Web and database are enabled with the first release; after it the operator decides, and the worker is enabled by the
# operator only. A database elsewhere leaves ours off in any case.
enable_units() {
  if [ -n "$IS_FIRST" ]; then systemctl enable --quiet crypto-ai-web || return 1; fi
  if [ -n "$(setting DATABASE_URL)" ]; then
    systemctl disable --quiet --now crypto-ai-postgres 2>/dev/null || true
  else
    systemctl enable --quiet crypto-ai-postgres
  fi
}

switch_to() {
  local unit
  IS_FIRST=""
  if [ ! -e "$UNITS_DIR/crypto-ai-web.service" ]; then IS_FIRST=1; fi
  point "$CURRENT_LINK" "$RELEASES_DIR/$1" || return 1
  for unit in $UNITS; do install_unit "$RELEASES_DIR/$1" "$unit" || return 1; done
  { systemctl daemon-reload && enable_units; } >>"$DEPLOY_LOG" 2>&1 || return 1
  for unit in crypto-ai-web crypto-ai-worker; do
    if is_enabled "$unit"; then systemctl restart "$unit" >>"$DEPLOY_LOG" 2>&1 || return 1; fi
  done
}

stop_units() {
  systemctl stop crypto-ai-web crypto-ai-worker >>"$DEPLOY_LOG" 2>&1 || true
}

# The whole answer of the readiness check, over plain HTTP on loopback, with nothing but bash.
ask_readiness() {
  local port
  port="$(setting API_PORT)"
  # shellcheck disable=SC2016
  timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" &&
    printf "GET /api/v1/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 && cat <&3' "${port:-8000}" 2>/dev/null
}

is_ready() {
  [[ "$(ask_readiness | head -n 1)" =~ ^HTTP/1\.[01]\ 200 ]]
}

# A host without the web unit has nothing to be asked: there the worker has to run.
does_serve() {
  if is_enabled crypto-ai-web; then is_ready && systemctl is-active --quiet crypto-ai-web; return; fi
  systemctl is-active --quiet crypto-ai-worker
}

# Whether the service manager has had to start it again and again since the switch.
keeps_ending() {
  local unit=crypto-ai-web
  if ! is_enabled "$unit"; then unit=crypto-ai-worker; fi
  [ "$(systemctl show --property=NRestarts --value "$unit")" -ge "$MAX_RESTARTS" ]
}

# Ready, and still ready a moment later: a release that dies right after its first answer is none.
wait_until_ready() {
  local began="$SECONDS"
  while [ "$((SECONDS - began))" -lt "$READY_SECONDS" ] && ! keeps_ending; do
    if does_serve; then
      sleep "$SETTLE_SECONDS"
      if does_serve; then return 0; fi
    fi
    sleep 0.2
  done
  WAITED=$((SECONDS - began))
  return 1
}

# In half a sentence, with its full stop.
why_not_ready() {
  local answer message
  if keeps_ending; then
    echo "it was started again and again, and ended each time."
    return
  fi
  if ! is_enabled crypto-ai-web; then
    echo "its worker does not run."
    return
  fi
  answer="$(ask_readiness | tail -n 1 | tr -d '\r' | cut -c1-200)"
  if [ -z "$answer" ]; then
    echo "it does not answer."
    return
  fi
  message="$(sed -n 's/.*"message":"\([^"]*\)".*/\1/p' <<<"$answer")"
  message="${message:-$answer}"
  echo "it says \"${message%.}\"."
}

# The last words of the release, for whoever deploys it.
show_journal() {
  journalctl --unit crypto-ai-web --lines 10 --no-pager --output cat 2>/dev/null | sed 's/^/  /' || true
}
