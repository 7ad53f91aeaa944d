import type { z } from "zod";
import { listApiKeys, readApiKey, type Sql } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { createKey, type MadeKey } from "./create_key.ts";
import { doneBy } from "./done_by.ts";
import { toKeyView } from "./key_view.ts";
import { revokeKey } from "./revoke_key.ts";
import { rotateKey } from "./rotate_key.ts";
import type { createKeyInput, Done, KeyView, NewKey, rotateKeyInput } from "./schema.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * One's own keys; everyone's where an administrator asks for them.
 *
 * @throws {AppError} FORBIDDEN for everyone's as a user
 */
export async function listMyKeys(ctx: RequestContext, all: boolean): Promise<KeyView[]> {
  const { app, actor } = ctx;
  if (all && actor.role !== "admin") throw new AppError("FORBIDDEN", NOT_YOURS);
  if (!all && actor.userId === null) return [];
  const of = all || actor.userId === null ? undefined : { userId: actor.userId };
  const keys = await listApiKeys(app.db, of);
  return keys.map((key) => toKeyView(key, app.now()));
}

/**
 * Makes a key for oneself, or as an administrator for anyone or nobody.
 *
 * @throws {AppError} FORBIDDEN, USER_NOT_FOUND
 */
export async function createMyKey(
  ctx: RequestContext,
  input: z.infer<typeof createKeyInput>,
): Promise<NewKey> {
  const { app, actor } = ctx;
  assertMayManage(ctx);
  const userId = input.user_id === undefined ? actor.userId : input.user_id;
  if (actor.role !== "admin" && (userId !== actor.userId || input.role === "admin")) {
    throw new AppError("FORBIDDEN", NOT_YOURS);
  }
  const expiresAtMs = input.expires_days === null ? null : app.now() + input.expires_days * DAY_MS;
  const wanted = { name: input.name, role: input.role, expiresAtMs, userId };
  return await announce(ctx, (tx) => createKey(tx, app.secrets.hashKey, doneBy(ctx), wanted));
}

/** @throws {AppError} NOT_FOUND, for someone else's key too; INVALID_STATE */
export async function rotateMyKey(
  ctx: RequestContext,
  input: z.infer<typeof rotateKeyInput>,
): Promise<NewKey> {
  const { app } = ctx;
  await assertMine(ctx, input.id);
  const wanted = { id: input.id, overlapMs: input.overlap_hours * HOUR_MS };
  return await announce(ctx, (tx) => rotateKey(tx, app.secrets.hashKey, doneBy(ctx), wanted));
}

/** @throws {AppError} NOT_FOUND, for someone else's key too; INVALID_STATE */
export async function revokeMyKey(ctx: RequestContext, id: number): Promise<Done> {
  await assertMine(ctx, id);
  await ctx.app.db.transaction((tx) => revokeKey(tx, doneBy(ctx), id));
  ctx.app.authenticate.forget();
  return { success: true, message: `Key ${id} is revoked.` };
}

const NOT_YOURS = "A user manages keys of their own, with the role user. Ask an administrator.";

async function announce(
  ctx: RequestContext,
  work: (tx: Sql) => Promise<MadeKey>,
): Promise<NewKey> {
  const { text, stored } = await ctx.app.db.transaction(work);
  ctx.app.authenticate.forget();
  return { key: text, view: toKeyView(stored, ctx.app.now()) };
}

/** A user's key that was found could else make itself successors without end. */
function assertMayManage({ actor }: RequestContext): void {
  if (actor.kind === "person" || actor.role === "admin") return;
  throw new AppError("FORBIDDEN", "Keys are managed signed in, not with a key.");
}

async function assertMine(ctx: RequestContext, id: number): Promise<void> {
  assertMayManage(ctx);
  const { actor, app } = ctx;
  if (actor.role === "admin") return;
  const key = await readApiKey(app.db, id);
  if (key !== null && key.userId !== null && key.userId === actor.userId) return;
  throw new AppError("NOT_FOUND", `You have no key ${id}.`);
}
