import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Database,
  ensureSource,
  upsertCryptocurrencies,
  writeCandles,
} from "../../../db/mod.ts";
import { runCommand } from "../../faults/run_command.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, coinInput, HOUR_MS, START_MS } from "../../helpers/market_rows.ts";

const HOURS = 72;

/** A coin that stands still but for one hour in the middle, at the end of which it fell by a fifth. */
async function storeFall(db: Database): Promise<void> {
  const [coin] = await upsertCryptocurrencies(db, [coinInput("BTC", 1)]);
  const sourceId = await ensureSource(db, { kind: "csv", name: "test", checksum: "x" });
  const rows = Array.from({ length: HOURS }, (_, hour) => {
    const close = hour < 48 ? "100" : "80";
    return candle(hour, { open: close, high: close, low: close, close });
  });
  await writeCandles(db, { cryptoId: coin!.id, sourceId, rows });
}

function day(hours: number): string {
  return new Date(START_MS + hours * HOUR_MS).toISOString().slice(0, 10);
}

Deno.test("alerts rehearse says how many messages, when, at what cost, the longest storm", async () => {
  await using db = await testDatabase();
  await storeFall(db);
  const env = { DATABASE_URL: db.url, DATA_DIR: "/nonexistent", ALERT_THRESHOLD_PERCENT: "15" };
  const range = ["--from", day(0), "--to", day(HOURS - 24)];
  const rehearse = (...args: string[]) =>
    runCommand("alerts", ["rehearse", ...range, ...args], env).ended;
  const [usual, priced, proposed, none] = await Promise.all([
    rehearse(),
    rehearse("--threshold", "15", "--spans", "1", "--price", "0.1"),
    rehearse("--most-per-month", "1"),
    rehearse("--threshold", "21"),
  ]);
  assertEquals([usual.code, priced.code, proposed.code, none.code], [0, 0, 0, 0], usual.stderr);
  assertMatch(usual.stdout, /^Threshold: 15 percent\./);
  assertMatch(priced.stdout, /Messages: 1, alerts: 1;.*\nCost: 0\.10 USD at 0\.1 USD a message\./);
  assertMatch(priced.stdout, /Longest storm: 1 h from 2024-01-03 01:00Z, alerts: 1, messages: 1\./);
  assertMatch(priced.stdout, /2024-01-03 01:06Z {2}BTC fell 20\.0 % in 1 h, from 100 to 80/);
  assertMatch(proposed.stdout, /the least that keeps to it/);
  assertMatch(none.stdout, /Messages: 0.*[^]*No storm\./);
});

Deno.test("alerts test-sms sends by the provider of the settings; check says what it found", async () => {
  await using db = await testDatabase();
  await storeFall(db);
  const dir = await Deno.makeTempDir();
  try {
    const env = { DATABASE_URL: db.url, DATA_DIR: dir, SMS_PHONE_NUMBER: "+491701234567" };
    const sent = await runCommand("alerts", ["test-sms"], env).ended;
    assertEquals(sent.code, 0, sent.stderr);
    assertMatch(sent.stdout, /^Sent by console: Test: alerts arrive here/);
    const checked = await runCommand("alerts", ["check"], env).ended;
    assertEquals(checked.code, 0, checked.stderr);
    // The candles are of another year.
    assertMatch(checked.stdout, /^New alerts: 1, in messages: 1\. Sent: 1, failed: 0/);
    const off = await runCommand("alerts", ["check"], { ...env, ALERT_ENABLED: "false" }).ended;
    assertEquals(off.code, 1);
    assertMatch(off.stderr, /ALERT_ENABLED is false/);
    assert(!(sent.stdout + sent.stderr + checked.stdout).includes("1234567"));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("alerts refuses what it does not understand, in one line", async () => {
  const wrong = [
    [],
    ["rehears"],
    ["rehearse", "--threshold", "many"],
    ["rehearse", "--threshold", "5", "--most-per-month", "3"],
    ["rehearse", "--spans", "2"],
    ["rehearse", "--from", "2025-02-30"],
    ["check", "twice"],
  ];
  const ended = await Promise.all(wrong.map((args) => runCommand("alerts", args, {}).ended));
  for (const { code, stderr } of ended) {
    assertEquals(code, 2);
    assertMatch(stderr.trim(), /^[^\n]*See deno task alerts --help\.$/);
  }
});
