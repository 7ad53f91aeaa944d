import type { z } from "zod";
import { findPersonByEmail } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { assertMayTry, noteSuccess } from "../limits/throttle_sign_in.ts";
import { normalizeEmail } from "./email.ts";
import { verifyPassword } from "./passwords.ts";
import type { logInInput, TokenAnswer } from "./schema.ts";
import { signIn } from "./start_session.ts";

/**
 * Signs a person in. An unknown email takes the same way and the same time as a wrong password, and
 * gets the same answer; that an account is disabled is told to who knows its password.
 *
 * @throws {AppError} UNAUTHORIZED, FORBIDDEN, RATE_LIMITED
 */
export async function logIn(
  ctx: RequestContext,
  input: z.infer<typeof logInInput>,
): Promise<TokenAnswer> {
  const { app, client } = ctx;
  const email = normalizeEmail(input.email);
  const attempt = { address: client.address, account: email };
  await assertMayTry(app, attempt);
  const person = await findPersonByEmail(app.db, email);
  const isRight = await verifyPassword(person?.passwordHash ?? null, input.password);
  if (person === null || !isRight) {
    throw new AppError("UNAUTHORIZED", "The email or the password is wrong.");
  }
  await noteSuccess(app, attempt);
  if (person.disabledAtMs !== null) {
    throw new AppError("FORBIDDEN", "This account is disabled. Ask an administrator.");
  }
  return await signIn(ctx, person.userId);
}
