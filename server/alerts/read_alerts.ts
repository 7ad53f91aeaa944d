import { listAlertMessages, listAlerts } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { alertOwner } from "./alert_owner.ts";
import { nextOf, toAlertView, toMessageView } from "./alert_views.ts";
import type { AlertsPage, ListAlerts, ListMessages, MessagesPage } from "./schema.ts";

/** Alerts of who asks, the newest first, each with what became of its message. */
export async function readAlerts(ctx: RequestContext, input: ListAlerts): Promise<AlertsPage> {
  const { before, ...asked } = input;
  const rows = await listAlerts(ctx.app.db, {
    ...alertOwner(ctx),
    ...asked,
    beforeId: before,
  });
  return { alerts: rows.map(toAlertView), next: nextOf(rows, input.limit) };
}

/** Messages to who asks, the newest first: what was sent, waits, failed or expired, and why. */
export async function readMessages(
  ctx: RequestContext,
  input: ListMessages,
): Promise<MessagesPage> {
  const { before, ...asked } = input;
  const rows = await listAlertMessages(ctx.app.db, {
    ...alertOwner(ctx),
    ...asked,
    beforeId: before,
  });
  return { messages: rows.map(toMessageView), next: nextOf(rows, input.limit) };
}
