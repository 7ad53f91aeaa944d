import { deleteSession } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { Done } from "./schema.ts";
import { endedSessionCookie } from "./session_cookie.ts";

/**
 * Ends the session that the request came with; its token ends too.
 *
 * @throws {AppError} BAD_REQUEST for a key in a header, which has no session
 */
export async function logOut(ctx: RequestContext): Promise<Done> {
  const { actor, app } = ctx;
  if (actor.sessionId === undefined) {
    throw new AppError("BAD_REQUEST", "A key has no session to end. Revoke the key instead.");
  }
  await deleteSession(app.db, { id: actor.sessionId });
  app.authenticate.forget();
  ctx.reply.append("set-cookie", endedSessionCookie());
  return { success: true, message: "Signed out." };
}
