import { deleteSession, insertSession, type SessionOwner } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { generateSessionSecret, hashKey } from "./credential.ts";
import type { TokenAnswer } from "./schema.ts";
import { sessionCookie } from "./session_cookie.ts";
import { issueToken } from "./tokens.ts";

const SESSION_SECONDS = 14 * 24 * 3600;
const MAX_USER_AGENT = 200;

/**
 * Starts a session under a secret that nobody has seen before, and gives it to the browser as a
 * cookie. A session that the request came with ends: what was planted in the browser before is worth
 * nothing after.
 *
 * @returns the id of the session
 */
export async function startSession(ctx: RequestContext, owner: SessionOwner): Promise<string> {
  const { app, actor, client } = ctx;
  if (actor.sessionId !== undefined) await deleteSession(app.db, { id: actor.sessionId });
  const id = crypto.randomUUID();
  const secret = generateSessionSecret();
  const nowMs = app.now();
  const lifeSeconds = Math.max(SESSION_SECONDS, tokenSeconds(ctx));
  await insertSession(app.db, {
    id,
    owner,
    secretHash: await hashKey(app.secrets.hashKey, secret),
    userAgent: client.userAgent.slice(0, MAX_USER_AGENT),
    nowMs,
    expiresAtMs: nowMs + lifeSeconds * 1000,
  });
  app.authenticate.forget();
  ctx.reply.append("set-cookie", sessionCookie(secret, lifeSeconds));
  return id;
}

/** Starts a person's session, with a token for programs that ends with it. */
export async function signIn(ctx: RequestContext, userId: string): Promise<TokenAnswer> {
  const sessionId = await startSession(ctx, { userId });
  const lifeSeconds = tokenSeconds(ctx);
  const times = { nowMs: ctx.app.now(), lifeSeconds };
  const token = await issueToken(await ctx.app.secrets.tokenKeys(), { userId, sessionId }, times);
  return { access_token: token, token_type: "bearer", expires_in: lifeSeconds };
}

function tokenSeconds(ctx: RequestContext): number {
  return ctx.app.config.jwtExpiresMinutes * 60;
}
