import type { KeyView } from "../../../server/auth/schema.ts";
import { formatAge, formatDay } from "../../lib/format.ts";

const WARN_BEFORE_MS = 14 * 86_400_000;

/** What a key's state means, in words that name the time. */
export function keyState(key: KeyView, nowMs: number): string {
  const expires = key.expires_at === null ? null : Date.parse(key.expires_at);
  if (key.state === "revoked") {
    return key.revoked_at === null
      ? "revoked"
      : `revoked on ${formatDay(Date.parse(key.revoked_at))}`;
  }
  if (key.state === "expired") {
    return expires === null ? "expired" : `expired on ${formatDay(expires)}`;
  }
  if (expires === null) return "in force";
  const left = expires - nowMs;
  if (key.replaced_by !== null) return `replaced, works for another ${formatAge(left)}`;
  return left < WARN_BEFORE_MS
    ? `expires in ${formatAge(left)}`
    : `in force until ${formatDay(expires)}`;
}

/** When it was last used: a key that nobody uses can go. */
export function lastUsed(key: KeyView, nowMs: number): string {
  if (key.last_used_at === null) return "never";
  return `${formatAge(Math.max(0, nowMs - Date.parse(key.last_used_at)))} ago`;
}

/** How many keys work, in one sentence. */
export function keysFinding(keys: readonly KeyView[]): string {
  const live = keys.filter((key) => key.state === "in_force").length;
  if (live === 0) return "No key is in force. Programs need one to ask on your behalf.";
  return live === 1 ? "One key is in force." : `${live} keys are in force.`;
}
