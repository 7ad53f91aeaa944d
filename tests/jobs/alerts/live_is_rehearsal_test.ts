import { assert, assertEquals } from "@std/assert";
import {
  type Database,
  insertAlertRule,
  insertPerson,
  listAlertMessages,
  listAlerts,
  type NewAlertRule,
  writeCandles,
} from "../../../db/mod.ts";
import { checkAlerts } from "../../../jobs/alerts/check_alerts.ts";
import { LOOK_LAG_MS, rehearseAlerts } from "../../../jobs/alerts/rehearse_alerts.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";
import { jobContext } from "../job_context.ts";

const SYMBOLS = ["BTC", "ETH", "DOGE"];
/** Candles before the first look, from which spans and volatility are known. */
const BEFORE = 200;
const LOOKS = 96;

/** Chance that is the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Hourly closes that are calm but for some jumps, and every jump in all coins at once. */
function wildPrices(hours: number): number[][] {
  const next = chance(7);
  const prices = SYMBOLS.map((_, i) => 100 * (i + 1));
  return Array.from({ length: hours }, () => {
    const shock = next() < 0.06 ? (next() - 0.5) * 0.3 : 0;
    return prices.map((price, i) => {
      const step = (next() - 0.5) * 0.03 + shock * (i === 2 ? 1.5 : 1);
      return prices[i] = Math.round(price * (1 + step) * 1e6) / 1e6;
    });
  });
}

async function storeHour(
  db: Database,
  ids: { readonly coins: readonly { readonly id: number }[]; readonly sourceId: number },
  hour: number,
  closes: readonly number[],
): Promise<void> {
  for (const [i, { id }] of ids.coins.entries()) {
    // A gap: this coin lacks these hours for good.
    if (i === 1 && hour > BEFORE + 40 && hour < BEFORE + 46) continue;
    const close = String(closes[i]!);
    const prices = { open: close, high: close, low: close, close };
    await writeCandles(db, {
      cryptoId: id,
      sourceId: ids.sourceId,
      rows: [candle(hour, prices)],
    });
  }
}

const RULE: NewAlertRule = {
  userId: "alice",
  kind: "move",
  threshold: 6,
  unit: "percent",
  spans: [1, 4, 24],
  coins: null,
  quiet: { from: "22:00", to: "07:00", timeZone: "Europe/Berlin", policy: "delay" },
  channel: "message",
  destination: "+491701234567",
  enabled: true,
};

async function sentLive(db: Database) {
  const everything = { userId: "alice", withDefaults: false, limit: 10_000 };
  const messages = await listAlertMessages(db, everything);
  return {
    alerts: (await listAlerts(db, everything)).length,
    sent: messages.map(({ nextAttemptAtMs, alertIds, body }) => ({
      atMs: nextAttemptAtMs,
      alerts: alertIds.length,
      body,
    })).sort((a, b) => a.atMs - b.atMs),
  };
}

async function assertLiveIsRehearsal(rule: NewAlertRule, unit: "percent" | "sigmas") {
  await using db = await testDatabase();
  const ids = await seedCoins(db, ...SYMBOLS);
  const prices = wildPrices(BEFORE + LOOKS);
  for (let hour = 0; hour < BEFORE; hour++) await storeHour(db, ids, hour, prices[hour]!);
  const clock = { nowMs: 0 };
  const alerts = { enabled: true, thresholdPercent: 6, cooldownHours: 4, schedule: "0 * * * *" };
  const context = jobContext({
    db,
    url: "http://none",
    now: () => clock.nowMs,
    config: { alerts },
  });
  await insertPerson(db, {
    ...{ userId: "alice", email: "alice@example.com", passwordHash: "", role: "user", nowMs: 0 },
  });
  await insertAlertRule(db, { rule, nowMs: 0 });
  for (let hour = BEFORE; hour < BEFORE + LOOKS; hour++) {
    await storeHour(db, ids, hour, prices[hour]!);
    clock.nowMs = START_MS + (hour + 1) * HOUR_MS + LOOK_LAG_MS;
    // Two instances look at the same moment.
    await Promise.all([
      checkAlerts(context, { source: "hourly" }),
      checkAlerts(context, { source: "hourly" }),
    ]);
  }
  const live = await sentLive(db);
  const rehearsed = await rehearseAlerts(context, {
    ...{ ...rule, kind: "move", unit, mostPerMonth: null, pricePerMessage: 0.1 },
    fromMs: START_MS + (BEFORE + 1) * HOUR_MS,
    toMs: START_MS + (BEFORE + LOOKS) * HOUR_MS,
  });
  assert(rehearsed.messages > 10, `${rehearsed.messages} messages prove little`);
  assert(rehearsed.sent.some((one) => one.alerts > 1), "nothing was grouped");
  assertEquals(live, { alerts: rehearsed.alerts, sent: [...rehearsed.sent] });
}

Deno.test("what the live engine sends, hour by hour, is what the rehearsal says", async () => {
  await assertLiveIsRehearsal(RULE, "percent");
});

Deno.test("the same holds for a rule in sigmas, at any time of day", async () => {
  await assertLiveIsRehearsal({ ...RULE, unit: "sigmas", threshold: 1.5, quiet: null }, "sigmas");
});
