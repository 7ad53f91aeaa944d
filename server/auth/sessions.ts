import { deleteSession, listSessions } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { requirePerson } from "./require_person.ts";
import type { Done, SessionView } from "./schema.ts";

/** The sessions of the one who is signed in, the newest use first. */
export async function readSessions(ctx: RequestContext): Promise<SessionView[]> {
  const { userId } = await requirePerson(ctx);
  const sessions = await listSessions(ctx.app.db, { userId, nowMs: ctx.app.now() });
  return sessions.map((session) => ({
    id: session.id,
    created_at: new Date(session.createdAtMs).toISOString(),
    last_seen_at: new Date(session.lastSeenAtMs).toISOString(),
    expires_at: new Date(session.expiresAtMs).toISOString(),
    user_agent: session.userAgent,
    current: session.id === ctx.actor.sessionId,
  }));
}

/**
 * Ends one of one's own sessions, for instance that of a lost telephone.
 *
 * @throws {AppError} NOT_FOUND, for someone else's too
 */
export async function endSession(ctx: RequestContext, id: string): Promise<Done> {
  const { userId } = await requirePerson(ctx);
  const isEnded = await deleteSession(ctx.app.db, { id, userId });
  if (!isEnded) throw new AppError("NOT_FOUND", `You have no session "${id}". It may have ended.`);
  ctx.app.authenticate.forget();
  return { success: true, message: "The session has ended." };
}
