import { isKnownOwner, readBalance, readBalances } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import type { Balance } from "./schema.ts";
import { viewBalance } from "./views.ts";

/**
 * What a person holds; `system` and `burned` can be asked for too.
 *
 * @throws {AppError} USER_NOT_FOUND
 */
export async function readPersonBalance(
  app: App,
  { user_id: userId }: { readonly user_id: string },
): Promise<Balance> {
  if (userId === "system" || userId === "burned") return await readReserve(app, userId);
  const balance = await readBalance(app.db, userId);
  if (balance === null && !await isKnownOwner(app.db, userId)) {
    throw new AppError("USER_NOT_FOUND", `There is no person "${userId}". Check the user id.`);
  }
  return viewBalance(userId, balance);
}

async function readReserve(app: App, owner: "system" | "burned"): Promise<Balance> {
  const [held, times] = await Promise.all([readBalances(app.db), readBalance(app.db, owner)]);
  return { ...viewBalance(owner, times), balance: held[owner] ?? "0" };
}
