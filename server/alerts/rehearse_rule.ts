import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { iso } from "./alert_views.ts";
import { assertFollowed, invalid, toQuietHours } from "./rule_terms.ts";
import type { RehearsalView, Rehearse } from "./schema.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;
const MOST_DAYS = 750;
/** The newest so many messages are told one by one. */
const TOLD = 200;

/**
 * Replays a rule over the stored candles: what it would have sent, when, and what that costs.
 *
 * @throws {AppError} VALIDATION_ERROR, UNPROCESSABLE where there is nothing to replay
 */
export async function rehearseRule(app: App, input: Rehearse): Promise<RehearsalView> {
  if (input.kind === "market" && input.unit === "sigmas") {
    throw invalid("unit", "must be percent for a rule of the kind market");
  }
  const asksForOne = input.most_per_month !== undefined;
  if ((input.threshold === undefined) !== asksForOne) {
    throw invalid("threshold", "or most_per_month must be given, and not both");
  }
  if (input.coins !== null) await assertFollowed(app, input.coins);
  const report = await app.jobs.rehearseAlerts({
    ...range(app, input),
    kind: input.kind,
    threshold: input.threshold ?? null,
    unit: input.unit,
    spans: input.spans,
    coins: input.coins,
    quiet: toQuietHours(input.quiet),
    mostPerMonth: input.most_per_month ?? null,
    pricePerMessage: input.price_per_message ?? null,
  });
  if ("refused" in report) throw new AppError("UNPROCESSABLE", report.refused);
  const { longestStorm: storm, sent } = report;
  return {
    threshold: report.threshold,
    unit: input.unit,
    proposed: report.proposed,
    ...{ from: iso(report.fromMs), to: iso(report.toMs) },
    ...{ coins: report.coins, hours: report.hours },
    ...{ alerts: report.alerts, messages: report.messages },
    most_in_30_days: report.mostIn30Days,
    cost_usd: report.costUsd,
    price_per_message: report.pricePerMessage,
    longest_storm: storm && {
      ...{ from: iso(storm.fromMs), to: iso(storm.toMs) },
      ...{ hours: storm.hours, alerts: storm.alerts, messages: storm.messages },
    },
    sent: sent.slice(-TOLD).map(({ atMs, alerts, body }) => ({ at: iso(atMs), alerts, body })),
    simulated: await app.simulated(),
  };
}

function range(app: App, { from, to }: Rehearse): { fromMs: number; toMs: number } {
  const toMs = Math.min(to === undefined ? Infinity : Date.parse(to), app.now());
  const fromMs = from === undefined ? toMs - USUAL_DAYS * DAY_MS : Date.parse(from);
  if (fromMs >= toMs) throw invalid("from", "must be before to");
  if (toMs - fromMs > MOST_DAYS * DAY_MS) {
    throw invalid("from", `must be ${MOST_DAYS} days ago at most`);
  }
  return { fromMs, toMs };
}
