#!/usr/bin/env bash
# Installs and switches releases on the host:
#   release.sh install NAME    unpacks what was shipped, checks it, installs its packages; changes nothing that runs
#   release.sh activate NAME   migrates, switches, restarts, waits for health; rolls back by itself
#   release.sh rollback [NAME] goes back to the release before, or to NAME
set -euo pipefail
SCRIPTS_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host_paths.sh
. "$SCRIPTS_DIR/host_paths.sh"
KEEPS_LOG=1
# shellcheck source=switch_release.sh
. "$SCRIPTS_DIR/switch_release.sh"

KEEP_RELEASES=5
# Whoever asked for this may go away, and the connection with them; what was begun is brought to an end.
trap '' HUP PIPE

main() {
  local verb="${1:-}" name="${2:-}"
  if [ -n "$name" ] && ! [[ "$name" =~ ^[0-9A-Za-z][0-9A-Za-z.+_-]*$ ]]; then
    fail "\"$name\" is not the name of a release."
  fi
  take_lock
  case "$verb" in
    install) install_release "$name" ;;
    activate) activate_release "$name" ;;
    rollback) roll_back "$name" ;;
    *) fail "\"$verb\" is not install, activate or rollback." ;;
  esac
}

# A release has its name only once it is complete: what is interrupted leaves nothing that could be switched to.
install_release() {
  local name="$1"
  local target="$RELEASES_DIR/$name" partial="$RELEASES_DIR/.partial-$name" incoming="$INCOMING_DIR/$name"
  if [ -d "$target" ]; then
    say "Release $name is on the host already."
    rm -rf "$incoming"
    return
  fi
  rm -rf "$RELEASES_DIR"/.partial-*
  find "$INCOMING_DIR" -mindepth 1 -maxdepth 1 ! -name "$name" -mmin +1440 -exec rm -rf {} +
  (cd "$incoming" && sha256sum --check --status release.tar.gz.sha256) ||
    fail "The archive of $name does not have the checksum that was sent with it. Nothing was changed; deploy again."
  mkdir "$partial"
  tar --extract --gzip --no-same-owner --file "$incoming/release.tar.gz" --directory "$partial" 2>>"$DEPLOY_LOG" ||
    fail "The archive of $name could not be unpacked: $(last_line)"
  say "Installing packages by the lockfile."
  (cd "$partial" && DENO_DIR="$CACHE_DIR" "$DENO" install --frozen --quiet </dev/null >>"$DEPLOY_LOG" 2>&1) ||
    fail "The packages of $name could not be installed. Nothing was changed; $DEPLOY_LOG says why: $(last_line)"
  mv -T "$partial" "$target"
  rm -rf "$incoming"
  say "Release $name is installed."
}

activate_release() {
  local name="$1" before
  [ -d "$RELEASES_DIR/$name" ] || fail "Release $name is not on this host."
  before="$(release_at "$HEALTHY_LINK")"
  say "Preparing the database."
  start_database "$name" || undo_database "$before" "The database could not be started with $name: $(last_line)"
  say "Migrating."
  migrate "$name" || undo_database "$before" "The migration of $name failed: $(last_line)"
  say "Switching to $name."
  trap 'give_up "$before" "$name was interrupted."' INT TERM
  switch_to "$name" || give_up "$before" "$name could not be started: $(last_line)"
  say "Waiting until it is ready."
  wait_until_ready || give_up "$before" "$name did not become ready in $WAITED s: $(why_not_ready)"
  trap - INT TERM
  point "$HEALTHY_LINK" "$RELEASES_DIR/$name"
  prune_releases "$before"
  say "Release $name serves."
}

# Migrations only add, so the release before works with the schema of the one after: nothing is undone there.
migrate() {
  as_service bash "$RELEASES_DIR/$1/terraform/scripts/run_task.sh" db migrate </dev/null >>"$DEPLOY_LOG" 2>&1
}

# undo_database BEFORE REASON: nothing was switched yet but, perhaps, the programs of PostgreSQL.
undo_database() {
  if [ -n "$1" ]; then
    start_database "$1" || fail "$2 Going back to the database programs of $1 failed as well: $(last_line)"
    fail "$2 Nothing was switched; $1 goes on."
  fi
  fail "$2 Nothing was switched."
}

# give_up BEFORE REASON
give_up() {
  trap '' INT TERM
  say "$2"
  show_journal
  if [ -z "$1" ]; then
    stop_units
    rm -f "$CURRENT_LINK"
    fail "$2 There is no release to go back to; the services are stopped."
  fi
  if [ "$1" = "$(release_at "$CURRENT_LINK")" ]; then
    fail "$2 It is the release that served before, so there is none to go back to."
  fi
  say "Rolling back to $1."
  { start_database "$1" && switch_to "$1" && wait_until_ready; } ||
    fail "$2 Rolling back to $1 failed as well: $(why_not_ready) Look at it on the host."
  fail "$2 Rolled back to $1, which serves again."
}

roll_back() {
  local name="$1" now
  now="$(release_at "$CURRENT_LINK")"
  if [ -z "$name" ]; then name="$(release_before "$now")"; fi
  [ -n "$name" ] || fail "There is no release before ${now:-this} on the host."
  activate_release "$name"
}

# The release that was installed before the given one.
release_before() {
  releases_by_age | grep --fixed-strings --line-regexp --after-context=1 -- "$1" | sed -n 2p
}

releases_by_age() {
  find "$RELEASES_DIR" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %f\n' | sort -rn | cut -d' ' -f2-
}

# prune_releases BEFORE: the one that serves and the one before it stay, whatever their age.
prune_releases() {
  local name count=0
  while read -r name; do
    count=$((count + 1))
    if [ "$count" -le "$KEEP_RELEASES" ] || [ "$name" = "$1" ] || [ "$name" = "$(release_at "$CURRENT_LINK")" ]; then
      continue
    fi
    say "Removing release $name."
    rm -rf "${RELEASES_DIR:?}/$name"
  done < <(releases_by_age)
}

main "$@"
