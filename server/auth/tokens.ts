import { errors, jwtVerify, SignJWT } from "jose";

/** The one algorithm that is signed with and accepted; what a token's header says changes nothing. */
const ALGORITHM = "HS256";
const ISSUER = "crypto-ai";
const AUDIENCE = "crypto-ai-api";
const TYPE = "at+jwt";
/** Another instance whose clock is behind takes a token at once all the same. */
const CLOCK_SKEW_SECONDS = 30;

/** The keys of tokens: the first signs, all of them verify. */
export interface TokenKeys {
  readonly signing: TokenKey;
  readonly byId: ReadonlyMap<string, TokenKey>;
}

interface TokenKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Three parts in base64url. The decoder would read past blanks; none of our keys has a dot. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Whether a credential is to be read as a token, a good one or not. */
export function looksLikeToken(credential: string): boolean {
  return FORM.test(credential);
}

/** What a token says: whose session it belongs to. Everything else is looked up. */
export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
}

/** Reads `JWT_SECRET_KEY`: to change the key, put the new one before the old one. */
export async function importTokenKeys(secrets: readonly string[]): Promise<TokenKeys> {
  const keys = await Promise.all(secrets.map(importTokenKey));
  const [signing] = keys;
  if (signing === undefined) throw new RangeError("There is no key to sign tokens with.");
  return { signing, byId: new Map(keys.map((key) => [key.id, key])) };
}

/** The id is a hash, so that every instance with the same key gives it the same name. */
async function importTokenKey(text: string): Promise<TokenKey> {
  const secret = new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode("key id"));
  return { id: new Uint8Array(digest).subarray(0, 8).toHex(), secret };
}

/** Signs a token that is good from `nowMs` for `lifeSeconds`, as long as its session lasts. */
export async function issueToken(
  keys: TokenKeys,
  claims: TokenClaims,
  times: { readonly nowMs: number; readonly lifeSeconds: number },
): Promise<string> {
  const now = Math.floor(times.nowMs / 1000);
  return await new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.signing.id })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claims.userId)
    .setIssuedAt(now)
    .setNotBefore(now - CLOCK_SKEW_SECONDS)
    .setExpirationTime(now + times.lifeSeconds)
    .sign(keys.signing.secret);
}

/**
 * Checks a token: one algorithm, a key of ours by its id, our issuer and audience, in its time. Keys
 * or addresses of keys inside the token (`jwk`, `jku`, `x5u`) are never looked at.
 *
 * @returns null for a token that is not good, for whatever reason
 */
export async function verifyToken(
  keys: TokenKeys,
  token: string,
  nowMs: number,
): Promise<TokenClaims | null> {
  if (!looksLikeToken(token)) return null;
  try {
    const { payload } = await jwtVerify(token, ({ kid, crit }) => secretOf(keys, kid, crit), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ["sub", "sid", "exp", "nbf", "iat"],
      currentDate: new Date(nowMs),
    });
    const { sub, sid } = payload;
    return typeof sub === "string" && typeof sid === "string" && UUID.test(sid)
      ? { userId: sub, sessionId: sid }
      : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a token calls critical we would have to understand; ours call nothing so. */
function secretOf(keys: TokenKeys, kid: string | undefined, crit: unknown): Uint8Array {
  if (crit !== undefined) throw new errors.JWSInvalid("The token asks for an extension.");
  const key = kid === undefined ? undefined : keys.byId.get(kid);
  if (key === undefined) throw new errors.JWSInvalid("The key of the token is not one of ours.");
  return key.secret;
}
