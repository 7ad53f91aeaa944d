import {
  type ApiKeyOfOwner,
  type Database,
  findApiKey,
  findSession,
  type SessionOfOwner,
  touchApiKey,
  touchSession,
} from "../../db/mod.ts";
import type { Actor } from "../context.ts";
import { createDerived } from "../derived.ts";
import { type Credential, equalHashes, hashKey, keyPrefix } from "./credential.ts";
import { createLookup } from "./lookup.ts";
import type { Secrets } from "./secrets.ts";
import { looksLikeToken, verifyToken } from "./tokens.ts";

/** Says who sent a credential; never throws for a wrong one. */
export interface Authenticator {
  (credential: Credential | null): Promise<Actor>;
  /** What was found is looked up again: call it when a session, a key or a person has changed. */
  forget(): void;
}

const ANONYMOUS: Actor = {
  kind: "anonymous",
  role: "anonymous",
  name: "",
  userId: null,
  keyId: null,
};
const REJECTED: Actor = { ...ANONYMOUS, kind: "rejected", role: "rejected" };
const ENVIRONMENT_KEY: Actor = { ...ANONYMOUS, kind: "key", role: "admin", name: "ADMIN_API_KEY" };

/**
 * Makes the check of credentials. A key is found by its prefix and compared by its keyed hash in a
 * time that does not depend on its content; a token by its signature and then by the session it
 * names; a cookie by the keyed hash of its secret. What was found holds for two seconds: that is how
 * long another instance still takes what was revoked here.
 */
export function createAuthenticator(options: {
  readonly db: Database;
  readonly secrets: Secrets;
  /** `ADMIN_API_KEY` as it is at present. */
  adminApiKey(): string | undefined;
  now(): number;
}): Authenticator {
  const { db, now } = options;
  const { hashKey: hashSecret, tokenKeys } = options.secrets;
  const findAdminHash = createDerived(
    options.adminApiKey,
    async (key) => key === undefined ? null : await hashKey(hashSecret, key),
  );

  const keys = createLookup(now, async (prefix: string) => {
    const key = await findApiKey(db, prefix);
    if (key !== null) await touchApiKey(db, { id: key.id, nowMs: now() });
    return key;
  });
  const sessionsById = createLookup(now, (id) => useSession(options, { id }));
  const sessionsBySecret = createLookup(now, (secretHash) => useSession(options, { secretHash }));

  const authenticate = async (credential: Credential | null): Promise<Actor> => {
    if (credential === null) return ANONYMOUS;
    if (credential.value === "") return REJECTED;
    if (credential.source === "cookie") return await byCookie(credential.value);
    const hash = await hashKey(hashSecret, credential.value);
    const adminHash = await findAdminHash();
    if (adminHash !== null && equalHashes(hash, adminHash)) return ENVIRONMENT_KEY;
    if (looksLikeToken(credential.value)) return await byToken(credential.value);
    const key = await keys.find(keyPrefix(credential.value));
    if (key === null || !equalHashes(hash, key.secretHash)) return REJECTED;
    return actorOfKey(key, now());
  };
  return Object.assign(authenticate, {
    forget() {
      for (const lookup of [keys, sessionsById, sessionsBySecret]) lookup.forget();
    },
  });

  async function byToken(token: string): Promise<Actor> {
    const claims = await verifyToken(await tokenKeys(), token, now());
    if (claims === null) return REJECTED;
    const session = await sessionsById.find(claims.sessionId);
    if (session === null || session.userId !== claims.userId) return REJECTED;
    return actorOfPerson(session, now());
  }

  /** A cookie is sent without anyone's doing: one that has ended is as good as none. */
  async function byCookie(secret: string): Promise<Actor> {
    const session = await sessionsBySecret.find(await hashKey(hashSecret, secret));
    const actor = session === null ? ANONYMOUS : await actorOfSession(session);
    return actor.kind === "rejected" ? ANONYMOUS : actor;
  }

  async function actorOfSession(session: SessionOfOwner): Promise<Actor> {
    if (session.expiresAtMs <= now()) return REJECTED;
    if (session.userId !== null) return actorOfPerson(session, now());
    if (session.keyPrefix !== null) {
      const key = await keys.find(session.keyPrefix);
      const actor = key === null ? REJECTED : actorOfKey(key, now());
      return actor.kind === "rejected" ? actor : { ...actor, sessionId: session.id };
    }
    const adminHash = await findAdminHash();
    const isPresent = adminHash !== null && session.environmentKeyHash !== null &&
      equalHashes(session.environmentKeyHash, adminHash);
    return isPresent ? { ...ENVIRONMENT_KEY, sessionId: session.id } : REJECTED;
  }
}

async function useSession(
  { db, now }: { readonly db: Database; now(): number },
  by: Parameters<typeof findSession>[1],
): Promise<SessionOfOwner | null> {
  const found = await findSession(db, by);
  if (found !== null) await touchSession(db, { id: found.id, nowMs: now() });
  return found;
}

function actorOfPerson(session: SessionOfOwner, nowMs: number): Actor {
  const { userId, personRole, personDisabled, expiresAtMs } = session;
  if (userId === null || personRole === null || personDisabled) return REJECTED;
  if (expiresAtMs <= nowMs) return REJECTED;
  return {
    kind: "person",
    role: personRole,
    name: userId,
    userId,
    keyId: null,
    sessionId: session.id,
  };
}

function actorOfKey(key: ApiKeyOfOwner, nowMs: number): Actor {
  const isOver = key.revokedAtMs !== null ||
    (key.expiresAtMs !== null && key.expiresAtMs <= nowMs);
  if (isOver || key.personDisabled) return REJECTED;
  // A key of someone who is no administrator any more is none of an administrator either.
  const isAdmin = key.role === "admin" && (key.userId === null || key.personRole === "admin");
  const role = isAdmin ? "admin" : "user";
  return { kind: "key", role, name: key.name ?? key.prefix, userId: key.userId, keyId: key.id };
}
