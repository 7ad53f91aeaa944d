#!/usr/bin/env bash
# What a host needs before SSM or SSH can take over: programs, the service user, the data volume, folders, settings.
# install_host.sh, which comes with a release, does the rest. As root, once, at the first boot; to run it again
# changes nothing that is in order.
#
#   CRYPTO_AI_VOLUME    id of the data volume; empty: this host keeps nothing
#   CRYPTO_AI_SETTINGS  lines for /etc/crypto-ai/env
#   CRYPTO_AI_ROOT      another folder to put everything below, for a trial
set -euo pipefail

ROOT="${CRYPTO_AI_ROOT:-}"
SERVICE_USER=crypto-ai
# Always this number: the files on the data volume outlive the host, and belong to a number, not to a name.
SERVICE_ID=850
MOUNT_POINT="$ROOT/var/lib/crypto-ai"

prepare_host() {
  install_programs
  make_user
  if [ -n "${CRYPTO_AI_VOLUME:-}" ]; then mount_data_volume; fi
  make_folders
  write_settings
  systemctl enable --now amazon-ssm-agent
  echo "The host is ready for a release."
}

install_programs() {
  dnf install --assumeyes --quiet nodejs22 nodejs22-npm amazon-cloudwatch-agent tar gzip xfsprogs
  alternatives --set node /usr/bin/node-22
}

make_user() {
  if id "$SERVICE_USER" >/dev/null 2>&1; then return; fi
  groupadd --gid "$SERVICE_ID" "$SERVICE_USER"
  useradd --uid "$SERVICE_ID" --gid "$SERVICE_ID" --home-dir /var/lib/crypto-ai --no-create-home \
    --shell /sbin/nologin "$SERVICE_USER"
}

# A volume that has a file system is never formatted: mkfs runs only where blkid says that there is nothing at all (2;
# other codes are doubt), and without -f it refuses by itself what looks used.
mount_data_volume() {
  local device uuid found=0
  device="$ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${CRYPTO_AI_VOLUME/-/}"
  wait_for_volume "$device"
  blkid --probe "$device" >/dev/null || found=$?
  case "$found" in
    0) ;;
    2) mkfs.xfs "$device" ;;
    *) fail "What is on the data volume $CRYPTO_AI_VOLUME cannot be told (blkid: $found); it is left alone." ;;
  esac
  uuid="$(blkid --probe --match-tag UUID --output value "$device")" ||
    fail "The data volume $CRYPTO_AI_VOLUME has no UUID: what is on it is no file system."
  mkdir -p "$MOUNT_POINT"
  if ! grep -q "^UUID=$uuid " "$ROOT/etc/fstab"; then
    echo "UUID=$uuid /var/lib/crypto-ai xfs noatime,nodev,nosuid,nofail,x-systemd.device-timeout=60 0 0" \
      >>"$ROOT/etc/fstab"
    systemctl daemon-reload
  fi
  if ! mountpoint --quiet "$MOUNT_POINT"; then mount "$MOUNT_POINT"; fi
  # Grown since, by a larger data_volume_gb.
  xfs_growfs "$MOUNT_POINT" >/dev/null
}

# It is attached while the host boots: a minute or two, ten at most.
wait_for_volume() {
  local tries
  for tries in {1..120}; do
    if [ -e "$1" ]; then return; fi
    if [ "$tries" = 1 ]; then echo "Waiting for the data volume $CRYPTO_AI_VOLUME."; fi
    sleep 5
  done
  fail "The data volume $CRYPTO_AI_VOLUME did not appear in ten minutes. Look whether it is attached, then run this again."
}

# Code belongs to root: the service can run it and not change it.
make_folders() {
  install -d -m 0755 -o root -g root "$ROOT"/opt/crypto-ai{,/releases,/shared}
  install -d -m 0750 -o root -g "$SERVICE_USER" "$ROOT/etc/crypto-ai"
  install -d -m 0750 -o "$SERVICE_USER" -g "$SERVICE_USER" "$MOUNT_POINT" "$ROOT/var/log/crypto-ai"
}

# The operator's file is never overwritten.
write_settings() {
  local path="$ROOT/etc/crypto-ai/env"
  if [ -e "$path" ]; then return; fi
  install -m 0640 -o root -g "$SERVICE_USER" /dev/null "$path"
  printf '%s\n' "# What terraform knows of this host. aws-env.example explains these and all others." \
    "${CRYPTO_AI_SETTINGS:-}" >"$path"
}

fail() {
  echo "$*" >&2
  exit 1
}

prepare_host
