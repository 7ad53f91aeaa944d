import type { ApiKey } from "../../db/mod.ts";
import type { KeyView } from "./schema.ts";

/** A key as it is shown: without its hash. */
export function toKeyView(key: ApiKey, nowMs: number): KeyView {
  return {
    id: key.id,
    prefix: key.prefix,
    name: key.name,
    role: key.role,
    user_id: key.userId,
    state: stateOf(key, nowMs),
    created_at: new Date(key.createdAtMs).toISOString(),
    expires_at: toIso(key.expiresAtMs),
    revoked_at: toIso(key.revokedAtMs),
    last_used_at: toIso(key.lastUsedAtMs),
    replaced_by: key.replacedBy,
  };
}

/** Whether a key still works, as far as the key itself goes. */
export function stateOf(key: ApiKey, nowMs: number): KeyView["state"] {
  if (key.revokedAtMs !== null) return "revoked";
  return key.expiresAtMs !== null && key.expiresAtMs <= nowMs ? "expired" : "in_force";
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
