import type { z } from "zod";
import type { RequestContext } from "../context.ts";
import { AppError, type FieldProblem } from "../errors.ts";
import { assertMaySignUp, assertMayTry, noteNoSignUp } from "../limits/throttle_sign_in.ts";
import { createAccount } from "./create_account.ts";
import type { registerInput, TokenAnswer } from "./schema.ts";
import { isSignUpOpen } from "./sign_up_switch.ts";
import { signIn } from "./start_session.ts";

/**
 * Makes an account and signs it in.
 *
 * @throws {AppError} FORBIDDEN while sign-up is closed; VALIDATION_ERROR; CONFLICT; RATE_LIMITED to
 * one who asks about many emails or makes many accounts
 */
export async function register(
  ctx: RequestContext,
  input: z.infer<typeof registerInput>,
): Promise<TokenAnswer> {
  const { app, client } = ctx;
  if (!await isSignUpOpen(app)) {
    throw new AppError("FORBIDDEN", "Sign-up is closed. Ask an administrator for an account.");
  }
  await assertMaySignUp(app, client.address);
  const { email, password, user_id: userId } = input;
  try {
    const person = await createAccount(
      app.db,
      { email, password, userId, role: "user" },
      app.now(),
    );
    return await signIn(ctx, person.userId);
  } catch (error) {
    await noteNoSignUp(app, client.address);
    // Without mail it cannot be kept quiet that an email has an account; asking is throttled instead.
    if (isEmailTaken(error)) {
      await assertMayTry(app, { address: client.address, account: email });
    }
    throw error;
  }
}

function isEmailTaken(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== "CONFLICT") return false;
  const problems = error.options.details as readonly FieldProblem[] | undefined;
  return problems?.some((problem) => problem.field === "email") ?? false;
}
