import type { AlertMark, AlertRule, NewAlert } from "../../db/mod.ts";
import type { JobContext, RehearsalInput, RehearsalReport } from "../context.ts";
import { nextSlot } from "../due.ts";
import { LOOK_BACK_MS, readHistories } from "./check_alerts.ts";
import { decideAlerts } from "./decide_alerts.ts";
import { describeMessage } from "./describe_alert.ts";
import type { PlannedMessage } from "./group_messages.ts";
import { observeHour, observeMarket, type PriceHistory } from "./price_history.ts";
import { longestStorm, mostInThirtyDays } from "./rehearsal_figures.ts";

const HOUR_MS = 3_600_000;
/** Candles of an hour are there, and looked at, some minutes into the next one. */
export const LOOK_LAG_MS = 6 * 60_000;
/** What a text message costs where nothing else is said, USD. Providers charge from a fifth to ten times. */
const PRICE_PER_MESSAGE_USD = 0.05;
/** Thresholds are proposed in tenths, and looked for up to a hundred percent or twenty sigmas. */
const STEPS_PER_UNIT = 10;
const HIGHEST = { percent: 100, sigmas: 20 } as const;
/** After so many looks others get their turn. */
const BREATH = 250;

/** One look of the live engine: which hour it sees, and when. */
interface Look {
  readonly atMs: number;
  readonly nowMs: number;
}

/** There is nothing to replay, or no threshold does what was asked; the message says which. */
export class RehearsalRefusedError extends Error {
  override readonly name = "RehearsalRefusedError";
}

interface Replay {
  readonly alerts: readonly NewAlert[];
  readonly messages: readonly PlannedMessage[];
}

type RehearsedRule = Pick<
  AlertRule,
  "kind" | "threshold" | "unit" | "spans" | "coins" | "quiet" | "channel"
>;

/**
 * Replays a rule over the stored candles, as if it had been the only one, and says what it would have
 * sent. Where `mostPerMonth` is given, the threshold is the least one, in tenths, that was found by
 * bisection to send no more than that in any 30 days.
 *
 * @throws {RehearsalRefusedError} where there is nothing to replay, or no threshold is high enough
 */
export async function rehearseAlerts(
  context: Pick<JobContext, "db" | "config" | "signal">,
  input: RehearsalInput,
): Promise<RehearsalReport> {
  const cooldownMs = (context.config.alerts?.cooldownHours ?? 4) * HOUR_MS;
  const looks = planLooks(context.config.alerts?.schedule ?? "0 * * * *", input);
  const histories = await readHistories(context.db, {
    fromMs: input.fromMs - LOOK_BACK_MS,
    toMs: input.toMs,
    ...(input.kind === "move" && input.coins !== null && { symbols: input.coins }),
  });
  if (histories.length === 0 || looks.length === 0) {
    throw new RehearsalRefusedError("There are no candles between these times to replay.");
  }
  const replay = (threshold: number) => {
    const rule = { ...input, threshold, channel: "message" as const };
    return replayRule(histories, rule, looks, { cooldownMs, signal: context.signal });
  };
  const threshold = input.threshold ?? await proposeThreshold(input, replay);
  return report(input, threshold, await replay(threshold), looks, histories.length);
}

/** The looks of a schedule between two times, one for each hour that it sees. */
function planLooks(
  schedule: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Look[] {
  const looks: Look[] = [];
  let slotMs = nextSlot(schedule, fromMs - 1000);
  while (slotMs !== null && slotMs <= toMs) {
    const atMs = Math.floor(slotMs / HOUR_MS) * HOUR_MS;
    if (atMs >= fromMs && looks.at(-1)?.atMs !== atMs) {
      looks.push({ atMs, nowMs: Math.max(slotMs, atMs + LOOK_LAG_MS) });
    }
    slotMs = nextSlot(schedule, slotMs);
  }
  return looks;
}

/** What the live engine would have decided at each look, had this been the only rule. */
async function replayRule(
  histories: readonly PriceHistory[],
  rehearsed: RehearsedRule,
  looks: readonly Look[],
  terms: { readonly cooldownMs: number; readonly signal?: AbortSignal },
): Promise<Replay> {
  const rules = [asRule(rehearsed)];
  const alerts: NewAlert[] = [];
  const messages = new Map<string, PlannedMessage>();
  let state: ReadonlyMap<string, AlertMark> = new Map();
  for (const [i, { atMs, nowMs }] of looks.entries()) {
    if (i % BREATH === BREATH - 1) await breathe(terms.signal);
    const coins = observeHour(histories, atMs);
    const market = rehearsed.kind === "market" ? observeMarket(histories, coins, atMs) : null;
    const decision = decideAlerts(state, { nowMs, coins, market, conditions: null }, rules, terms);
    state = decision.state;
    alerts.push(...decision.alerts.map(({ alert }) => alert));
    for (const message of decision.messages) {
      const earlier = messages.get(message.groupKey)?.alerts ?? [];
      messages.set(message.groupKey, { ...message, alerts: [...earlier, ...message.alerts] });
    }
  }
  return { alerts, messages: [...messages.values()] };
}

async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}

function asRule(rehearsed: RehearsedRule): AlertRule {
  const nobody = { id: 0, userId: null, destination: null, enabled: true };
  return { ...rehearsed, ...nobody, createdAtMs: 0, updatedAtMs: 0 };
}

/** The bound above always holds what was asked; the one below never does. */
async function proposeThreshold(
  { unit, mostPerMonth }: RehearsalInput,
  replay: (threshold: number) => Promise<Replay>,
): Promise<number> {
  if (mostPerMonth === null) {
    throw new RehearsalRefusedError("Give a threshold, or how many messages a month.");
  }
  const isFewEnough = async (steps: number) => {
    const { messages } = await replay(steps / STEPS_PER_UNIT);
    return mostInThirtyDays(messages.map((message) => message.sendAtMs)) <= mostPerMonth;
  };
  let tooLow = 0;
  let enough = HIGHEST[unit] * STEPS_PER_UNIT;
  if (!await isFewEnough(enough)) {
    throw new RehearsalRefusedError(
      `No threshold up to ${HIGHEST[unit]} ${unit} keeps to ${mostPerMonth} a month.`,
    );
  }
  while (enough - tooLow > 1) {
    const middle = (tooLow + enough) >> 1;
    if (await isFewEnough(middle)) enough = middle;
    else tooLow = middle;
  }
  return enough / STEPS_PER_UNIT;
}

function report(
  input: RehearsalInput,
  threshold: number,
  { alerts, messages }: Replay,
  looks: readonly Look[],
  coins: number,
): RehearsalReport {
  const sent = messages.toSorted((a, b) => a.sendAtMs - b.sendAtMs);
  const times = sent.map((message) => message.sendAtMs);
  const pricePerMessage = input.pricePerMessage ?? PRICE_PER_MESSAGE_USD;
  return {
    threshold,
    proposed: input.threshold === null,
    ...{ fromMs: input.fromMs, toMs: input.toMs, coins, hours: looks.length },
    alerts: alerts.length,
    messages: sent.length,
    mostIn30Days: mostInThirtyDays(times),
    costUsd: Math.round(sent.length * pricePerMessage * 1e6) / 1e6,
    pricePerMessage,
    longestStorm: longestStorm(alerts, times),
    sent: sent.map((message) => ({
      atMs: message.sendAtMs,
      alerts: message.alerts.length,
      body: describeMessage(message.alerts),
    })),
  };
}
