#!/usr/bin/env bash
# Prepares our own PostgreSQL with the code of this release: postgres_service.sh programs FOLDER, as root, or
# cluster DATA_DIR PROGRAMS PORT, as the service user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec "${DENO:-/usr/local/bin/deno}" run --quiet --cached-only --no-prompt --no-remote --allow-read --allow-write --allow-env \
  --allow-run --allow-sys=uid,gid jobs/cli/postgres_service.ts "$@" </dev/null
