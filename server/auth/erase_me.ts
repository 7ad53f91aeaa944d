import type { z } from "zod";
import { findSession } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { erasePerson } from "../privacy/erase_person.ts";
import { confirmPassword, requirePerson } from "./require_person.ts";
import type { Done, eraseInput } from "./schema.ts";
import { endedSessionCookie } from "./session_cookie.ts";

/** Whoever signed in this recently has just shown the password. */
const FRESH_MS = 10 * 60_000;

/**
 * Erases the one who is signed in, with everything held of them but what the ledger must keep under a
 * pseudonym. It cannot be undone: a session left open somewhere is not enough.
 *
 * @throws {AppError} FORBIDDEN without the password in a session older than ten minutes
 */
export async function eraseMe(
  ctx: RequestContext,
  input: z.infer<typeof eraseInput>,
): Promise<Done> {
  const person = await requirePerson(ctx);
  if (input.password !== undefined) await confirmPassword(ctx, person, input.password);
  else if (!await hasJustSignedIn(ctx)) {
    throw new AppError("FORBIDDEN", "Send your password too: signing in was a while ago.", {
      details: [{ field: "password", message: "is needed" }],
    });
  }
  await erasePerson(ctx.app, person.userId, ctx);
  ctx.app.authenticate.forget();
  ctx.reply.append("set-cookie", endedSessionCookie());
  return { success: true, message: "The account is erased." };
}

async function hasJustSignedIn({ app, actor }: RequestContext): Promise<boolean> {
  if (actor.sessionId === undefined) return false;
  const session = await findSession(app.db, { id: actor.sessionId });
  return session !== null && app.now() - session.createdAtMs < FRESH_MS;
}
