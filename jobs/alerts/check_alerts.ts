import {
  addToOutbox,
  type AlertRule,
  ensureDefaultRules,
  findAlerts,
  insertAlerts,
  listAlertRules,
  listCryptocurrencies,
  lockAlerts,
  newestCandleEndMs,
  readAlertMarks,
  readSeries,
  saveAlertMarks,
  setMessageBody,
  type Sql,
} from "../../db/mod.ts";
import type { JobContext } from "../context.ts";
import { decideAlerts, type Decision, markKey } from "./decide_alerts.ts";
import { defaultRules } from "./default_rules.ts";
import { describeMessage } from "./describe_alert.ts";
import type { PlannedMessage } from "./group_messages.ts";
import type { Observation, PriceObservation } from "./observation.ts";
import { observeService } from "./observe_service.ts";
import {
  type LivePrice,
  observeHour,
  observeLive,
  observeMarket,
  prepareHistory,
  type PriceHistory,
  VOLATILITY_HOURS,
} from "./price_history.ts";

const HOUR_MS = 3_600_000;
/** What a look at the prices goes back over: the week that volatility is of, and the longest span. */
export const LOOK_BACK_MS = (VOLATILITY_HOURS + 26) * HOUR_MS;
/** A price is news for so long; after that there is the rule about stale data. */
const NEWS_MS = 2 * HOUR_MS;
/** Preparing so many candles takes some milliseconds, after which others get their turn. */
const LONG_ROWS = 5_000;
/** A message that could not be sent for so long is no news any more. */
const MESSAGE_LIFE_MS = 6 * HOUR_MS;

/** What is looked at: the last closed hour and the service, or prices as they come. */
export type AlertSource =
  | { readonly source: "hourly" }
  | { readonly source: "live"; readonly prices: readonly LivePrice[] };

export interface AlertCheck {
  readonly alerts: number;
  /** Messages that were written or that took more alerts. */
  readonly messages: number;
}

/**
 * Looks at the market, decides what is worth telling, and writes alerts, their messages and what was
 * last told in one transaction. Any number of instances may look at the same time: each waits for the
 * one before, and nothing is told twice.
 */
export async function checkAlerts(context: JobContext, look: AlertSource): Promise<AlertCheck> {
  const { db, config: { alerts } } = context;
  if (!alerts?.enabled) return { alerts: 0, messages: 0 };
  const nowMs = context.now();
  if (look.source === "hourly") {
    await ensureDefaultRules(db, { rules: defaultRules(alerts.thresholdPercent), nowMs });
  }
  const rules = await listAlertRules(db, { enabledOnly: true });
  const observation = await observe(context, look, rules, nowMs);
  const terms = { cooldownMs: alerts.cooldownHours * HOUR_MS };
  const decision = await db.transaction(async (tx) => {
    await lockAlerts(tx);
    const marks = await readAlertMarks(tx);
    const state = new Map(marks.map((mark) => [markKey(mark.recipient, mark.subject), mark]));
    const decided = decideAlerts(state, observation, rules, terms);
    await store(tx, decided, nowMs);
    return decided;
  });
  const { alerts: made, messages } = decision;
  if (made.length > 0) {
    context.log.info(`Alerts: ${made.length}, messages: ${messages.length}.`, {
      subjects: made.map(({ alert }) => alert.subject),
    });
  }
  return { alerts: made.length, messages: messages.length };
}

async function observe(
  context: JobContext,
  look: AlertSource,
  rules: readonly AlertRule[],
  nowMs: number,
): Promise<Observation> {
  const wantsMarket = rules.some((rule) => rule.kind === "market");
  if (look.source === "live") {
    const histories = await readHistories(context.db, { fromMs: nowMs - LOOK_BACK_MS });
    const coins = observeLive(histories, look.prices);
    const atMs = Math.max(...coins.map((coin) => coin.atMs), 0);
    const market = wantsMarket ? observeMarket(histories, coins, atMs) : null;
    return { nowMs, coins, market, conditions: null };
  }
  const conditions = await observeService(context, nowMs);
  const prices = await observeNewestHour(context.db, wantsMarket, nowMs);
  return { nowMs, ...prices, conditions };
}

/** The newest hour of which any coin has a closed candle. */
async function observeNewestHour(
  db: Sql,
  wantsMarket: boolean,
  nowMs: number,
): Promise<{ coins: readonly PriceObservation[]; market: PriceObservation | null }> {
  const atMs = await newestCandleEndMs(db);
  // Candles from the future would hold up every later alert by their marks; old ones are no news.
  if (atMs === null || atMs > nowMs || atMs < nowMs - NEWS_MS) return { coins: [], market: null };
  const histories = await readHistories(db, { fromMs: atMs - LOOK_BACK_MS, toMs: atMs });
  const coins = observeHour(histories, atMs);
  return { coins, market: wantsMarket ? observeMarket(histories, coins, atMs) : null };
}

/** Closed candles of the coins that are followed, or of those named, ready to be looked up. */
export async function readHistories(
  db: Sql,
  range: { readonly fromMs: number; readonly toMs?: number; readonly symbols?: readonly string[] },
): Promise<PriceHistory[]> {
  const coins = await listCryptocurrencies(db);
  const supplies = new Map(coins.map((coin) => [coin.symbol, coin.circulatingSupply]));
  const histories: PriceHistory[] = [];
  for (const one of await readSeries(db, range)) {
    histories.push(prepareHistory(one, supplies.get(one.symbol) ?? null));
    if (one.openTime.length > LONG_ROWS) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return histories;
}

async function store(tx: Sql, { alerts, messages, changed }: Decision, nowMs: number) {
  const ids = await insertAlerts(tx, { alerts: alerts.map(({ alert }) => alert), nowMs });
  const idOf = new Map(alerts.map(({ alert }, i) => [alert, ids[i]!]));
  for (const message of messages) {
    await storeMessage(tx, message, message.alerts.map((alert) => idOf.get(alert)!), nowMs);
  }
  await saveAlertMarks(tx, changed);
}

async function storeMessage(
  tx: Sql,
  { userId, destination, groupKey, sendAtMs }: PlannedMessage,
  alertIds: readonly number[],
  nowMs: number,
): Promise<void> {
  const expiresAtMs = sendAtMs + MESSAGE_LIFE_MS;
  const to = { userId, destination, groupKey, alertIds };
  const message = await addToOutbox(tx, { ...to, sendAtMs, expiresAtMs, nowMs });
  const body = describeMessage(await findAlerts(tx, message.alertIds));
  await setMessageBody(tx, { id: message.id, body });
}
