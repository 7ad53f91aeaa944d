import { findAlerts, listAlerts, lockAlerts, muteSubject, setAlertStatus } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { alertOwner, isOwned } from "./alert_owner.ts";
import { toAlertView } from "./alert_views.ts";
import type { AlertView, MuteAlert } from "./schema.ts";

const HOUR_MS = 3_600_000;

/** @throws {AppError} NOT_FOUND for an alert that is gone or someone else's */
export async function acknowledgeAlert(ctx: RequestContext, id: number): Promise<AlertView> {
  const { app } = ctx;
  await findOwnAlert(ctx, id);
  await setAlertStatus(app.db, { id, status: "acknowledged", nowMs: app.now() });
  return await readOne(ctx, id);
}

/**
 * Tells no more of what the alert was about, a coin or the market or a condition, for some hours. Other
 * coins are told of as before.
 *
 * @throws {AppError} NOT_FOUND for an alert that is gone or someone else's
 */
export async function muteAlert(ctx: RequestContext, input: MuteAlert): Promise<AlertView> {
  const { app } = ctx;
  const { userId, subject } = await findOwnAlert(ctx, input.alert_id);
  const nowMs = app.now();
  await app.db.transaction(async (tx) => {
    // Whoever decides on alerts now would write the mark as it was.
    await lockAlerts(tx);
    await muteSubject(tx, { userId, subject, untilMs: nowMs + input.hours * HOUR_MS });
    await setAlertStatus(tx, { id: input.alert_id, status: "muted", nowMs });
  });
  return await readOne(ctx, input.alert_id);
}

async function findOwnAlert(ctx: RequestContext, id: number) {
  const [alert] = await findAlerts(ctx.app.db, [id]);
  if (alert !== undefined && isOwned(alertOwner(ctx), alert.userId)) return alert;
  throw new AppError("NOT_FOUND", `You have no alert ${id}.`);
}

async function readOne(ctx: RequestContext, id: number): Promise<AlertView> {
  const owner = alertOwner(ctx);
  const [alert] = await listAlerts(ctx.app.db, { ...owner, beforeId: id + 1, limit: 1 });
  if (alert === undefined) throw new AppError("NOT_FOUND", `You have no alert ${id}.`);
  return toAlertView(alert);
}
