import { assertEquals, assertMatch } from "@std/assert";
import {
  type Database,
  insertAlertRule,
  insertModel,
  insertPerson,
  listAlertMessages,
  listAlertRules,
  listAlerts,
  lockAlerts,
  muteSubject,
  type NewAlertRule,
  raiseModelAlert,
  recordGaps,
  recordRefusedQuery,
  updateAlertRule,
  writeCandles,
} from "../../../db/mod.ts";
import { checkAlerts } from "../../../jobs/alerts/check_alerts.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";
import { jobContext } from "../job_context.ts";

const ALERTS = { enabled: true, thresholdPercent: 10, cooldownHours: 4, schedule: "0 * * * *" };
const HOURS = 60;
const EVERYTHING = { userId: null, withDefaults: true, limit: 1000 };

interface Watched {
  readonly db: Database;
  /** Adds an hour with these closes, of BTC and ETH, and sets the clock a little after it. */
  hour(btc: number, eth: number): Promise<void>;
  look(): Promise<{ alerts: number; messages: number }>;
  live(symbol: string, price: number, minutes: number): Promise<{ alerts: number }>;
  readonly clock: { nowMs: number };
}

/** A market of two coins that stood still for some days, and the watch over it. */
async function watchedMarket(db: Database, dataDir?: string): Promise<Watched> {
  const { coins, sourceId } = await seedCoins(db, "BTC", "ETH");
  const clock = { nowMs: START_MS };
  let hours = 0;
  // Another context each time: nothing is remembered but what is in the database.
  const context = () =>
    jobContext({
      db,
      url: "http://none",
      now: () => clock.nowMs,
      config: { alerts: ALERTS, ...(dataDir !== undefined && { dataDir }) },
    });
  const hour = async (btc: number, eth: number) => {
    for (const [i, close] of [`${btc}`, `${eth}`].entries()) {
      const rows = [candle(hours, { open: close, high: close, low: close, close })];
      await writeCandles(db, { cryptoId: coins[i]!.id, sourceId, rows });
    }
    hours++;
    clock.nowMs = START_MS + hours * HOUR_MS + 360_000;
  };
  for (let i = 0; i < HOURS; i++) await hour(100, 100);
  return {
    db,
    clock,
    hour,
    look: () => checkAlerts(context(), { source: "hourly" }),
    live(symbol, price, minutes) {
      clock.nowMs += minutes * 60_000;
      return checkAlerts(context(), {
        source: "live",
        prices: [{ symbol, price, atMs: clock.nowMs }],
      });
    },
  };
}

async function addPerson(db: Database, changes: Partial<NewAlertRule>): Promise<number> {
  const person = { email: "alice@example.com", passwordHash: "", role: "user", nowMs: 0 } as const;
  await insertPerson(db, { userId: "alice", ...person });
  const [rule] = await listAlertRules(db, { userId: null });
  const made = await insertAlertRule(db, {
    rule: { ...rule!, userId: "alice", ...changes },
    nowMs: 0,
  });
  return made.id;
}

Deno.test("the default rules come from the environment, once, whoever looks first", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await Promise.all([market.look(), market.look(), market.look()]);
  const rules = await listAlertRules(db);
  const kinds = ["move", "market", "gap", "stale", "drift", "budget", "disk", "backup"];
  assertEquals(rules.map((rule) => rule.kind).sort(), kinds.sort());
  assertEquals(rules.filter((rule) => rule.threshold === 10).map((rule) => rule.kind).sort(), [
    "market",
    "move",
  ]);
  const disk = rules.find((rule) => rule.kind === "disk")!;
  await updateAlertRule(db, { id: disk.id, rule: { ...disk, threshold: 50 }, nowMs: 1 });
  await market.look();
  assertEquals((await listAlertRules(db)).map((rule) => rule.threshold).includes(50), true);
});

Deno.test("two instances that look at once make one alert and one message", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.look();
  await market.hour(111, 100);
  const looks = await Promise.all(Array.from({ length: 5 }, () => market.look()));
  assertEquals(looks.map((one) => one.alerts).sort(), [0, 0, 0, 0, 1]);
  const [message, ...others] = await listAlertMessages(db, EVERYTHING);
  const [alert, ...more] = await listAlerts(db, EVERYTHING);
  assertEquals([others, more], [[], []]);
  assertEquals([alert!.symbol, alert!.spanHours, alert!.status], ["BTC", 1, "open"]);
  assertEquals([message!.alertIds, message!.body], [[alert!.id], alert!.text]);
  assertEquals(alert!.message!.id, message!.id);
  assertMatch(message!.body, /^BTC rose 11\.0 % in 1 h, from 100 to 111 \(/);
});

Deno.test("a cool-down outlives a restart, and ends after four hours", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  const found: number[] = [];
  for (const price of [111, 112, 113, 114, 115, 115]) {
    await market.hour(price, 100);
    found.push((await market.look()).alerts);
  }
  assertEquals(found, [1, 0, 0, 0, 1, 0]);
});

Deno.test("a storm of coins and of the market is one message with all of them", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.hour(80, 70);
  assertEquals(await market.look(), { alerts: 3, messages: 1 });
  const [message] = await listAlertMessages(db, EVERYTHING);
  assertMatch(
    message!.body,
    /^3 alerts: ETH -30\.0 % in 1 h, market -25\.0 % in 1 h, BTC -20\.0 %/,
  );
});

Deno.test("live prices alert between the hours, and the next hour does not tell it again", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.look();
  assertEquals((await market.live("BTC", 109, 4)).alerts, 0);
  assertEquals((await market.live("BTC", 110, 1)).alerts, 1);
  assertEquals((await market.live("BTC", 115, 1)).alerts, 0);
  // With it the market rose ten percent.
  assertEquals((await market.live("ETH", 120, 1)).alerts, 2);
  await market.hour(116, 121);
  assertEquals((await market.look()).alerts, 0);
  const [second, first] = await listAlertMessages(db, EVERYTHING);
  assertEquals([first!.alertIds.length, second!.alertIds.length], [1, 2]);
  assertEquals(second!.nextAttemptAtMs - first!.nextAttemptAtMs, 600_000);
});

Deno.test("alerts of quiet hours wait in one message, which a later look adds to", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.look();
  const quiet = { from: "00:00", to: "23:59", timeZone: "UTC", policy: "delay" } as const;
  await addPerson(db, { quiet, destination: "+491701234567" });
  await market.hour(120, 100);
  await market.look();
  await market.hour(120, 130);
  await market.look();
  const own = { userId: "alice", withDefaults: false, limit: 10 };
  const [message, ...others] = await listAlertMessages(db, own);
  assertEquals(others, []);
  assertEquals(message!.alertIds.length, 2);
  assertEquals(new Date(message!.nextAttemptAtMs).toISOString().slice(11), "23:59:00.000Z");
  assertMatch(message!.body, /^2 alerts: ETH \+30\.0 % in 1 h, BTC \+20\.0 % in 1 h/);
});

Deno.test("what is muted is not told until the mute is over", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.hour(111, 100);
  assertEquals((await market.look()).alerts, 1);
  await db.transaction(async (tx) => {
    await lockAlerts(tx);
    const untilMs = market.clock.nowMs + 6 * HOUR_MS;
    await muteSubject(tx, { userId: null, subject: "coin:BTC", untilMs });
  });
  const found: number[] = [];
  for (let i = 0; i < 8; i++) {
    await market.hour(150 + i, 100);
    found.push((await market.look()).alerts);
  }
  // The market's alert comes first, and BTC's once six hours are over.
  assertEquals(found, [1, 0, 0, 0, 1, 0, 1, 0]);
});

Deno.test("gaps and stale data alert once, with their hours; prices of the future do nothing", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  const [coin] = await db.sql<{ id: number }>(
    "select id from cryptocurrencies where symbol = 'ETH'",
  );
  await recordGaps(db, {
    cryptoId: coin!.id,
    gaps: [{ firstMs: START_MS - 5 * HOUR_MS, lastMs: START_MS - HOUR_MS, hours: 5 }],
  });
  assertEquals((await market.look()).alerts, 1);
  market.clock.nowMs += 4 * HOUR_MS;
  assertEquals((await market.look()).alerts, 1);
  assertEquals((await market.look()).alerts, 0);
  const alerts = await listAlerts(db, EVERYTHING);
  assertEquals(alerts.map((one) => one.text), [
    "The newest candle is 4.1 h old.",
    "ETH lacks 5 hours of candles.",
  ]);
  await market.hour(200, 200);
  market.clock.nowMs = START_MS;
  assertEquals((await market.look()).alerts, 0);
});

Deno.test("drift of the model, the cost of the day and a full disk alert once, with what they are", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db, Deno.cwd());
  await market.look();
  const rules = await listAlertRules(db);
  const disk = rules.find((rule) => rule.kind === "disk")!;
  // However empty the disk is, something is on it.
  await updateAlertRule(db, { id: disk.id, rule: { ...disk, threshold: 0.001 }, nowMs: 1 });
  await market.hour(100, 100);
  assertEquals((await market.look()).alerts, 1);
  const { nowMs } = market.clock;
  const model = { type: "LSTM", engine: "onnx", manifest: {}, filePath: "m/model.onnx" } as const;
  await insertModel(db, {
    ...{ ...model, id: "m", sha256: "0".repeat(64), metrics: {}, trainedAtMs: nowMs },
  });
  await raiseModelAlert(db, {
    ...{ modelId: "m", kind: "inputs", message: "The volumes are not those of its training." },
    ...{ details: {}, atMs: nowMs, retrainPauseMs: 0 },
  });
  await recordRefusedQuery(db, {
    ...{ sessionId: "s", owner: "anonymous", questionSanitized: null, questionHash: "h" },
    ...{ piiTypes: [], topicResult: "invalid_model", rejectionReason: "invalid_topic", steps: [] },
    ...{ costUsd: "4.5", ipAddress: null, userAgent: null, requestId: "r", nowMs },
  });
  await market.hour(100, 100);
  assertEquals((await market.look()).alerts, 2);
  await market.hour(100, 100);
  assertEquals((await market.look()).alerts, 0);
  const texts = (await listAlerts(db, EVERYTHING)).map((alert) => alert.text).sort();
  assertEquals(texts.length, 3);
  assertMatch(texts[0]!, /^Chats cost 4\.50 USD since midnight UTC\./);
  assertMatch(texts[1]!, /^The disk of the data folder is \d+ % full\./);
  assertEquals(texts[2], "The volumes are not those of its training.");
});

Deno.test("people who may not sign in are not told, and nothing is watched where it is switched off", async () => {
  await using db = await testDatabase();
  const market = await watchedMarket(db);
  await market.look();
  await addPerson(db, {});
  await db.sql("update people set disabled_at = now()");
  await market.hour(111, 100);
  assertEquals((await market.look()).alerts, 1);
  const off = jobContext({
    db,
    url: "http://none",
    config: { alerts: { ...ALERTS, enabled: false } },
  });
  assertEquals(await checkAlerts(off, { source: "hourly" }), { alerts: 0, messages: 0 });
});
