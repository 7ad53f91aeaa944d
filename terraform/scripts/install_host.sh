#!/usr/bin/env bash
# Brings a host to what a release needs: programs, service user, folders, settings, log rotation, CloudWatch agent.
# Safe to repeat; deploy runs it each time, as root, from the release that it ships.
set -euo pipefail
SCRIPTS_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host_paths.sh
. "$SCRIPTS_DIR/host_paths.sh"
KEEPS_LOG=1

DENO_VERSION=2.9.6
SERVICE_ID=850
AGENT_CTL=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl

main() {
  if [ -z "$ROOT" ]; then
    [ "$(id -u)" = 0 ] || fail "Run install_host.sh as root: it makes a user and writes below /etc."
    install_programs
    make_user
  fi
  make_folders
  make_settings
  check_settings
  install_log_settings
  if [ -z "$ROOT" ]; then start_cloudwatch_agent; fi
}

install_programs() {
  local missing=()
  command -v npm >/dev/null || missing+=(nodejs22 nodejs22-npm)
  command -v tar >/dev/null || missing+=(tar)
  command -v gzip >/dev/null || missing+=(gzip)
  command -v flock >/dev/null || missing+=(util-linux-core)
  command -v logrotate >/dev/null || missing+=(logrotate)
  # Amazon's own package; a host elsewhere does without.
  if [ ! -x "$AGENT_CTL" ] && command -v dnf >/dev/null; then missing+=(amazon-cloudwatch-agent); fi
  if [ "${#missing[@]}" -gt 0 ]; then
    command -v dnf >/dev/null || fail "The host has no dnf: install ${missing[*]} by hand, then deploy again."
    say "Installing ${missing[*]}."
    dnf install --assumeyes --quiet "${missing[@]}"
  fi
  install_deno
}

# npm's command of that name starts a second process; the link leads to the program itself, so that a signal
# reaches it.
install_deno() {
  if [ "$("$DENO" --version 2>/dev/null | sed -n 's/^deno \([0-9.]*\).*/\1/p')" = "$DENO_VERSION" ]; then return; fi
  say "Installing Deno $DENO_VERSION."
  npm install --global --silent "deno@$DENO_VERSION"
  local program
  program="$(npm root --global)/deno/deno"
  [ -x "$program" ] || fail "npm installed no program at $program: its install script did not run."
  if [ "$(readlink -f "$DENO")" != "$program" ]; then ln -sfn "$program" "$DENO"; fi
}

# Always the same number, for files on a data volume belong to a number: they outlive the host.
make_user() {
  if id "$SERVICE_USER" >/dev/null 2>&1; then return; fi
  groupadd --gid "$SERVICE_ID" "$SERVICE_USER"
  useradd --uid "$SERVICE_ID" --gid "$SERVICE_ID" --home-dir "$DATA_DIR" --no-create-home --shell /sbin/nologin \
    "$SERVICE_USER"
}

# folder MODE OWNER PATH; a trial has no other user to keep out, and none to give it to.
folder() {
  if [ -n "$ROOT" ]; then install -d -m 0755 "$3"; else install -d -m "$1" -o "${2%:*}" -g "${2#*:}" "$3"; fi
}

# Code belongs to root: the service can run it and not change it. Root makes nothing inside the service's own
# folders, where a link could lead it elsewhere.
make_folders() {
  local path
  for path in "$HOME_DIR" "$RELEASES_DIR" "$PROGRAMS_DIR"; do folder 0755 root:root "$path"; done
  for path in "$CACHE_DIR" "$INCOMING_DIR"; do folder 0700 root:root "$path"; done
  folder 0750 "root:$SERVICE_USER" "$CONFIG_DIR"
  folder 0750 "$SERVICE_USER:$SERVICE_USER" "$DATA_DIR"
  folder 0750 "$SERVICE_USER:$SERVICE_USER" "$LOG_DIR"
  folder 0750 "$SERVICE_USER:$SERVICE_USER" "$ROOT/var/cache/crypto-ai"
  folder 0755 root:root "$UNITS_DIR"
  if [ ! -e "$DEPLOY_LOG" ]; then install -m 0640 /dev/null "$DEPLOY_LOG"; fi
  if [ -z "$ROOT" ] && ! mountpoint --quiet "$DATA_DIR"; then
    say "Note: $DATA_DIR is no volume of its own; the database lies on the system's disk."
  fi
}

# The operator's file is never overwritten: it may hold secrets, which deploy neither knows nor ships.
make_settings() {
  if [ ! -e "$ENV_PATH" ]; then
    say "Writing $ENV_PATH from aws-env.example: look at it, then restart."
    sed "s|/var/lib/crypto-ai|$DATA_DIR|g; s|/var/log/crypto-ai|$LOG_DIR|g" \
      "$SCRIPTS_DIR/../../aws-env.example" >"$ENV_PATH.new"
    chmod 0640 "$ENV_PATH.new"
    mv "$ENV_PATH.new" "$ENV_PATH"
  fi
  if [ -z "$ROOT" ]; then
    chown "root:$SERVICE_USER" "$ENV_PATH"
    chmod 0640 "$ENV_PATH"
  fi
}

# The units may write to this folder and to no other.
check_settings() {
  local given
  given="$(setting DATA_DIR)"
  if [ -n "$given" ] && [ "$given" != "$DATA_DIR" ]; then
    fail "DATA_DIR in $ENV_PATH is \"$given\"; on this host it has to be $DATA_DIR. Change or remove that line."
  fi
  # An empty value would hide our own database from the units.
  if grep --quiet '^DATABASE_URL=[[:space:]]*$' "$ENV_PATH"; then
    fail "DATABASE_URL in $ENV_PATH is empty. Give it a value or remove that line."
  fi
}

install_log_settings() {
  install -D -m 0644 "$SCRIPTS_DIR/crypto-ai.logrotate" "$ROOT/etc/logrotate.d/crypto-ai"
  install -D -m 0644 "$SCRIPTS_DIR/crypto-ai.journald.conf" "$ROOT/etc/systemd/journald.conf.d/crypto-ai.conf"
  install -D -m 0644 "$SCRIPTS_DIR/cloudwatch_agent.json" "$CONFIG_DIR/cloudwatch_agent.json"
}

# Without the agent the host works as well: its logs and measurements stay on it.
start_cloudwatch_agent() {
  systemctl try-restart systemd-journald
  [ -x "$AGENT_CTL" ] || return 0
  "$AGENT_CTL" -a fetch-config -m ec2 -s -c "file:$CONFIG_DIR/cloudwatch_agent.json" >>"$DEPLOY_LOG" 2>&1 ||
    say "Note: the CloudWatch agent did not take its settings; $DEPLOY_LOG says why."
}

main "$@"
