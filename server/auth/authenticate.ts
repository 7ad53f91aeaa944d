import { type ApiKey, type Database, findApiKey, touchApiKey } from "../../db/mod.ts";
import type { Actor } from "../context.ts";
import { type Credential, equalHashes, hashKey, keyPrefix } from "./credential.ts";

/** Says who sent a credential; never throws for a wrong one. */
export type Authenticator = (credential: Credential | null) => Promise<Actor>;

const ANONYMOUS: Actor = {
  kind: "anonymous",
  role: "anonymous",
  name: "",
  userId: null,
  keyId: null,
};
const REJECTED: Actor = { kind: "rejected", role: "rejected", name: "", userId: null, keyId: null };
const BOOTSTRAP: Actor = {
  kind: "key",
  role: "admin",
  name: "ADMIN_API_KEY",
  userId: null,
  keyId: null,
};

/** A stored key is looked up again after this time, which is how long a revoked one still works. */
const KEY_CACHE_MS = 5_000;
const KEY_CACHE_SIZE = 1_000;

interface CachedKey {
  readonly key: ApiKey;
  readonly atMs: number;
}

/**
 * Makes the check of API keys: the one of `ADMIN_API_KEY` by comparison, all others by their prefix
 * and keyed hash in the database. Keys are compared in a time that does not depend on their content.
 */
export async function createAuthenticator(options: {
  readonly db: Database;
  readonly hashSecret: CryptoKey;
  readonly adminApiKey: string | undefined;
  now(): number;
}): Promise<Authenticator> {
  const { db, hashSecret, adminApiKey, now } = options;
  const adminHash = adminApiKey === undefined ? null : await hashKey(hashSecret, adminApiKey);
  const cache = new Map<string, CachedKey>();

  return async (credential) => {
    if (credential === null) return ANONYMOUS;
    if (credential.value === "") return REJECTED;
    const hash = await hashKey(hashSecret, credential.value);
    if (adminHash !== null && equalHashes(hash, adminHash)) return BOOTSTRAP;
    const key = await lookUp(keyPrefix(credential.value));
    if (key === null || !equalHashes(hash, key.secretHash) || !isInForce(key, now())) {
      return REJECTED;
    }
    const name = key.name ?? key.prefix;
    return { kind: "key", role: key.role, name, userId: null, keyId: key.id };
  };

  async function lookUp(prefix: string): Promise<ApiKey | null> {
    const cached = cache.get(prefix);
    // A clock that was set back must not lengthen the life of a revoked key.
    if (cached !== undefined && Math.abs(now() - cached.atMs) < KEY_CACHE_MS) return cached.key;
    const key = await findApiKey(db, prefix);
    if (key === null) return null;
    if (cache.size >= KEY_CACHE_SIZE) cache.clear();
    cache.set(prefix, { key, atMs: now() });
    await touchApiKey(db, { id: key.id, nowMs: now() });
    return key;
  }
}

function isInForce(key: ApiKey, nowMs: number): boolean {
  return key.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs);
}
