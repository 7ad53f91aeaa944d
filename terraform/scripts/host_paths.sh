# shellcheck shell=bash
# Where things are on the host, and the few functions that the scripts beside it share. Sourced by them.
# CRYPTO_AI_ROOT puts everything below another folder, for a trial on one's own machine or in a test: then the
# service user is who runs the script, and nothing of the system itself is touched.

ROOT="${CRYPTO_AI_ROOT:-}"
HOME_DIR="$ROOT/opt/crypto-ai"
RELEASES_DIR="$HOME_DIR/releases"
CURRENT_LINK="$HOME_DIR/current"
# The last release that answered its health check: what a failed one is rolled back to.
HEALTHY_LINK="$HOME_DIR/healthy"
PROGRAMS_DIR="$HOME_DIR/postgres"
CACHE_DIR="$HOME_DIR/cache"
INCOMING_DIR="$HOME_DIR/incoming"
CONFIG_DIR="$ROOT/etc/crypto-ai"
ENV_PATH="$CONFIG_DIR/env"
DATA_DIR="$ROOT/var/lib/crypto-ai"
LOG_DIR="$ROOT/var/log/crypto-ai"
# DATABASE_URL of our own PostgreSQL; the units read it before the environment file, which wins.
DATABASE_ENV="$CONFIG_DIR/database.env"
UNITS_DIR="$ROOT/etc/systemd/system"
# Not in LOG_DIR: root writes it, and the service must not be able to put a link in its place.
DEPLOY_LOG="$ROOT/var/log/crypto-ai-deploy.log"
UNITS="crypto-ai-postgres crypto-ai-web crypto-ai-worker"

if [ -n "$ROOT" ]; then
  SERVICE_USER="$(id -un)"
  DENO="$(command -v deno)"
else
  SERVICE_USER=crypto-ai
  DENO=/usr/local/bin/deno
fi
export DENO

# Progress. Whoever listens may be gone: the work goes on.
say() {
  note "$*"
  echo "$*" 2>/dev/null || true
}

# One plain sentence on stderr, and the end.
fail() {
  note "$*"
  echo "$*" >&2 2>/dev/null || true
  exit 1
}

# What changes the host is kept, with its time, between what the programs said.
note() {
  if [ -n "${KEEPS_LOG:-}" ]; then echo "== $(date --utc +%FT%TZ) $*" >>"$DEPLOY_LOG"; fi
}

# The value of a setting in the environment file, or nothing.
setting() {
  [ -r "$ENV_PATH" ] || return 0
  sed -n "s/^$1=//p" "$ENV_PATH" | tail -n 1 | tr -d "\"'"
}

# Runs a command of a release as the service user, with the settings of the units. Secrets are handed over in the
# environment and never stand in an argument.
as_service() {
  (
    unset DATABASE_URL
    if [ -r "$DATABASE_ENV" ] && [ -z "$(setting DATABASE_URL)" ]; then
      DATABASE_URL="$(sed -n 's/^DATABASE_URL=//p' "$DATABASE_ENV")"
      export DATABASE_URL
    fi
    if [ -z "$(setting LOG_FILE)" ]; then export LOG_FILE="$LOG_DIR/app.log"; fi
    export ENV_FILE="$ENV_PATH" DATA_DIR DENO_DIR="$ROOT/var/cache/crypto-ai" HOME="$DATA_DIR"
    if [ "$(id -un)" = "$SERVICE_USER" ]; then exec "$@"; fi
    exec runuser -u "$SERVICE_USER" -- "$@"
  )
}

# Whether a unit is to run on this host: the operator says so by enabling it.
is_enabled() {
  systemctl is-enabled --quiet "$1" 2>/dev/null
}
