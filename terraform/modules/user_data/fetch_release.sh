#!/usr/bin/env bash
# For hosts that come and go by themselves: fetches the release that the bucket names as current, and starts it with
# the scripts that it brings. Comes after prepare_host.sh and uses its names.
#
#   CRYPTO_AI_BUCKET  has releases/current and releases/NAME/release.tar.gz with its .sha256
#   CRYPTO_AI_UNIT    crypto-ai-web or crypto-ai-worker

ROOT="${CRYPTO_AI_ROOT:-}"
CA_BUNDLE=https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem

fetch_release() {
  local name incoming scripts
  fetch_authority
  name="$(aws s3 cp "s3://$CRYPTO_AI_BUCKET/releases/current" - | tr -d '[:space:]')" ||
    fail "There is no release in $CRYPTO_AI_BUCKET yet. Publish one, then let the group replace this host."
  [[ "$name" =~ ^[0-9A-Za-z][0-9A-Za-z.+_-]*$ ]] || fail "releases/current in $CRYPTO_AI_BUCKET names no release: \"$name\"."
  set_database_url
  incoming="$ROOT/opt/crypto-ai/incoming/$name"
  install -d -m 0700 -o root -g root "$ROOT/opt/crypto-ai/incoming" "$incoming"
  aws s3 cp --only-show-errors --recursive "s3://$CRYPTO_AI_BUCKET/releases/$name/" "$incoming/"
  (cd "$incoming" && sha256sum --check --status release.tar.gz.sha256) ||
    fail "The archive of $name does not have the checksum that was published with it."
  scripts="$(unpack_scripts "$incoming/release.tar.gz")"
  bash "$scripts/install_host.sh"
  bash "$scripts/release.sh" install "$name"
  bash "$scripts/release.sh" activate "$name"
  choose_unit
}

# Those who sign RDS's certificates are not among those whom the system trusts.
fetch_authority() {
  local path="$ROOT/etc/crypto-ai/rds-ca.pem"
  curl --fail --silent --show-error --location --proto '=https' --retry 5 --output "$path" "$CA_BUNDLE"
  chmod 0644 "$path"
}

# It has to be in the file that the units and the scripts read. It is handed from program to program and never stands
# in an argument.
set_database_url() {
  local path="$ROOT/etc/crypto-ai/env" arn
  if grep -q '^DATABASE_URL=' "$path"; then return; fi
  arn="$(sed -n 's/^SECRETS_MANAGER_ARN=//p' "$path")"
  aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString --output text |
    node -e 'const url = JSON.parse(require("fs").readFileSync(0, "utf8")).DATABASE_URL;
      if (typeof url !== "string" || /\s/.test(url)) process.exit(1);
      console.log("DATABASE_URL=" + url);' >>"$path" ||
    fail "The secret $arn has no DATABASE_URL. Add it, then let the group replace this host."
}

# Only the scripts: the release itself is unpacked by them.
unpack_scripts() {
  local folder
  folder="$(mktemp -d)"
  tar --extract --gzip --no-same-owner --file "$1" --directory "$folder" ./terraform/scripts ./aws-env.example
  echo "$folder/terraform/scripts"
}

# A release is proved by its web face before a worker takes over.
choose_unit() {
  if [ "$CRYPTO_AI_UNIT" = crypto-ai-web ]; then return; fi
  systemctl disable --now crypto-ai-web
  systemctl enable --now "$CRYPTO_AI_UNIT"
}

fetch_release
