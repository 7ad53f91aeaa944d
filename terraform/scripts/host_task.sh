#!/usr/bin/env bash
# For whoever is on the host: a task of the release that serves, as the service user and with its settings:
# sudo /opt/crypto-ai/current/terraform/scripts/host_task.sh user list
set -euo pipefail
SCRIPTS_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=host_paths.sh
. "$SCRIPTS_DIR/host_paths.sh"

[ $# -gt 0 ] || fail "Name a task: host_task.sh TASK [ARGUMENT...]"
as_service bash "$CURRENT_LINK/terraform/scripts/run_task.sh" "$@"
