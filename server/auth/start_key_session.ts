import type { Actor, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { assertMayTry, noteSuccess } from "../limits/throttle_sign_in.ts";
import { hashKey, keyPrefix } from "./credential.ts";
import { describeAccount } from "./read_account.ts";
import type { Account } from "./schema.ts";
import { startSession } from "./start_session.ts";

/**
 * Gives a browser a cookie in place of an API key, so that no page has to keep the key. The session
 * ends with the key.
 *
 * @throws {AppError} UNAUTHORIZED for a key that is not in force; RATE_LIMITED
 */
export async function startKeySession(ctx: RequestContext, apiKey: string): Promise<Account> {
  const { app, client } = ctx;
  const attempt = { address: client.address, account: keyPrefix(apiKey) };
  await assertMayTry(app, attempt);
  const actor = await app.authenticate({ value: apiKey, source: "header" });
  if (actor.kind !== "key") {
    throw new AppError(
      "UNAUTHORIZED",
      "This is not an API key in force. Check it, or make another.",
    );
  }
  await noteSuccess(app, attempt);
  await startSession(ctx, await ownerOf(ctx, actor, apiKey));
  return await describeAccount(app.db, actor);
}

async function ownerOf(ctx: RequestContext, actor: Actor, apiKey: string) {
  if (actor.keyId !== null) return { keyId: actor.keyId };
  return { environmentKeyHash: await hashKey(ctx.app.secrets.hashKey, apiKey) };
}
