import { addTestMessage, listAlertMessages } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { alertOwner } from "./alert_owner.ts";
import { toMessageView } from "./alert_views.ts";
import { findOwnRule } from "./rule_terms.ts";
import type { MessageView } from "./schema.ts";

const HOUR_MS = 3_600_000;
/** Each costs money and goes to someone's telephone. */
const MOST_AN_HOUR = 5;

/**
 * Sends a message to where those of a rule go; what became of it is read from the messages.
 *
 * @throws {AppError} NOT_FOUND, INVALID_STATE for a rule without messages, RATE_LIMITED
 */
export async function sendTestMessage(ctx: RequestContext, ruleId: number): Promise<MessageView> {
  const { app } = ctx;
  const rule = await findOwnRule(ctx, ruleId);
  if (rule.channel !== "message") {
    throw new AppError(
      "INVALID_STATE",
      "This rule alerts on the page alone: it sends no messages.",
    );
  }
  await assertNotTooMany(ctx);
  const { userId, destination } = rule;
  const message = await addTestMessage(app.db, { userId, destination, nowMs: app.now() });
  app.jobs.deliverSoon();
  return toMessageView(message);
}

async function assertNotTooMany(ctx: RequestContext): Promise<void> {
  const sinceMs = ctx.app.now() - HOUR_MS;
  const newest = await listAlertMessages(ctx.app.db, { ...alertOwner(ctx), limit: 100 });
  const tests = newest.filter((one) => one.isTest && one.createdAtMs > sinceMs);
  if (tests.length < MOST_AN_HOUR) return;
  const freeAtMs = tests[MOST_AN_HOUR - 1]!.createdAtMs + HOUR_MS;
  const seconds = Math.max(1, Math.ceil((freeAtMs - ctx.app.now()) / 1000));
  throw new AppError("RATE_LIMITED", `${MOST_AN_HOUR} test messages an hour are the most.`, {
    headers: { "retry-after": String(seconds) },
  });
}
