import { findPerson, type Person } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { assertMayTry, noteSuccess } from "../limits/throttle_sign_in.ts";
import { verifyPassword } from "./passwords.ts";

/**
 * The person who is signed in. A key may not do what only its owner should: whoever found it could
 * lock the owner out.
 *
 * @throws {AppError} FORBIDDEN for a key
 */
export async function requirePerson(ctx: RequestContext): Promise<Person> {
  const { actor, app } = ctx;
  const person = actor.kind === "person" && actor.userId !== null
    ? await findPerson(app.db, actor.userId)
    : null;
  if (person !== null) return person;
  throw new AppError("FORBIDDEN", "This needs you signed in with your password, not with a key.");
}

/**
 * Asks for the password again; guesses are throttled as those of signing in.
 *
 * @throws {AppError} FORBIDDEN, RATE_LIMITED
 */
export async function confirmPassword(
  ctx: RequestContext,
  person: Person,
  password: string,
): Promise<void> {
  const attempt = { address: ctx.client.address, account: person.email };
  await assertMayTry(ctx.app, attempt);
  if (!await verifyPassword(person.passwordHash, password)) {
    throw new AppError("FORBIDDEN", "The password is wrong.");
  }
  await noteSuccess(ctx.app, attempt);
}
