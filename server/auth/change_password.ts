import type { z } from "zod";
import { setPassword } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { assertGoodPassword } from "./password_rules.ts";
import { hashPassword } from "./passwords.ts";
import { confirmPassword, requirePerson } from "./require_person.ts";
import type { changePasswordInput, Done } from "./schema.ts";

/**
 * Changes the password of the one who is signed in. Every other session ends; keys go on.
 *
 * @throws {AppError} FORBIDDEN for a wrong password, VALIDATION_ERROR for a weak one, RATE_LIMITED
 */
export async function changePassword(
  ctx: RequestContext,
  input: z.infer<typeof changePasswordInput>,
): Promise<Done> {
  const { app, actor } = ctx;
  const person = await requirePerson(ctx);
  await confirmPassword(ctx, person, input.current_password);
  assertGoodPassword(input.new_password, person.email, "new_password");
  await setPassword(app.db, {
    userId: person.userId,
    passwordHash: await hashPassword(input.new_password),
    keptSessionId: actor.sessionId ?? null,
    nowMs: app.now(),
  });
  app.authenticate.forget();
  return { success: true, message: "The password is changed. All other sessions have ended." };
}
