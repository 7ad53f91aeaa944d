import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type Database, ensureDefaultRules, writeCandles } from "../../../db/mod.ts";
import { checkAlerts } from "../../../jobs/alerts/check_alerts.ts";
import { defaultRules } from "../../../jobs/alerts/default_rules.ts";
import { rehearseAlerts } from "../../../jobs/alerts/rehearse_alerts.ts";
import type { JobContext, RehearsalInput } from "../../../jobs/context.ts";
import { createLateJobs } from "../../../server/late_jobs.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";
import { jobContext } from "../../jobs/job_context.ts";
import { startTestApp, type TestApp } from "../app_for_tests.ts";
import { as, bearer, send, signUp } from "../auth/accounts_for_tests.ts";

const NUMBER = "+491701234567";
const HOURS = 60;

interface Served extends AsyncDisposable {
  readonly server: TestApp;
  readonly jobs: JobContext;
  readonly db: Database;
}

/** A market of two coins, of which BTC rises by a fifth in the last hour, and the server over it. */
async function served(): Promise<Served> {
  const db = await testDatabase();
  const { coins, sourceId } = await seedCoins(db, "BTC", "ETH");
  const closeOf = (i: number, hour: number) => i === 0 && hour === HOURS - 1 ? "120" : "100";
  for (const [i, { id }] of coins.entries()) {
    const rows = Array.from({ length: HOURS }, (_, hour) => {
      const close = closeOf(i, hour);
      return candle(hour, { open: close, high: close, low: close, close });
    });
    await writeCandles(db, { cryptoId: id, sourceId, rows });
  }
  const now = () => START_MS + HOURS * HOUR_MS + 360_000;
  const alerts = { enabled: true, thresholdPercent: 15, cooldownHours: 4, schedule: "0 * * * *" };
  const jobs = jobContext({ db, url: "http://none", now, config: { alerts } });
  await ensureDefaultRules(db, { rules: defaultRules(15), nowMs: now() });
  const port = createLateJobs();
  port.rehearseAlerts = (input: RehearsalInput) => rehearseAlerts(jobs, input);
  const server = await startTestApp(db, { jobs: port, now });
  return {
    server,
    jobs,
    db,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

async function personOf(server: TestApp, name: string) {
  const { body } = await signUp(server, `${name}@example.com`, { user_id: name });
  return as(server, body.access_token);
}

Deno.test("a person makes, changes and removes rules, and sees two digits of the number", async () => {
  await using world = await served();
  const alice = await personOf(world.server, "alice");
  const made = await alice.alerts.createRule.mutate({
    kind: "move",
    threshold: 5,
    coins: ["BTC"],
    channel: "message",
    destination: "+49 170 1234567",
    quiet: { from: "22:00", to: "07:00", time_zone: "Europe/Berlin", policy: "drop" },
  });
  assertEquals([made.unit, made.spans, made.destination_hint], ["percent", [1, 4, 24], "…67"]);
  const changed = await alice.alerts.updateRule.mutate({ rule_id: made.id, threshold: 7.5 });
  assertEquals(changed, { ...made, threshold: 7.5, updated_at: changed.updated_at });
  const { rules, cooldown_hours: hours, provider } = await alice.alerts.rules.query();
  assertEquals([rules, hours, provider], [[changed], 4, "console"]);
  const [stored] = await world.db.sql<{ destination: string }>(
    "select destination from alert_rules where user_id = 'alice'",
  );
  assertEquals(stored!.destination, NUMBER);
  await alice.alerts.test.mutate({ rule_id: made.id });
  await alice.alerts.removeRule.mutate({ rule_id: made.id });
  assertEquals((await alice.alerts.rules.query()).rules, []);
  const logged = JSON.stringify(world.server.lines);
  assert(!logged.includes("1234567"), "the number is in the log");
});

Deno.test("rules and alerts of one person are not there for another", async () => {
  await using world = await served();
  const [alice, bob] = [await personOf(world.server, "alice"), await personOf(world.server, "bob")];
  const rule = await alice.alerts.createRule.mutate({ kind: "move", threshold: 15 });
  const bobs = await bob.alerts.createRule.mutate({ kind: "move", threshold: 19 });
  await checkAlerts(world.jobs, { source: "hourly" });
  const { alerts: [own, ...others] } = await alice.alerts.list.query({});
  assertEquals([own!.rule_id, own!.symbol, own!.message, others], [rule.id, "BTC", null, []]);
  assertEquals((await bob.alerts.list.query({})).alerts.map((one) => one.rule_id), [bobs.id]);
  for (
    const refused of [
      () => bob.alerts.updateRule.mutate({ rule_id: rule.id, enabled: false }),
      () => bob.alerts.removeRule.mutate({ rule_id: rule.id }),
      () => bob.alerts.test.mutate({ rule_id: rule.id }),
      () => bob.alerts.acknowledge.mutate({ alert_id: own!.id }),
      () => bob.alerts.mute.mutate({ alert_id: own!.id }),
    ]
  ) await assertRejects(refused, Error, "You have no");
  const seen = await alice.alerts.acknowledge.mutate({ alert_id: own!.id });
  assertEquals(seen, { ...own!, status: "acknowledged" });
  const muted = await alice.alerts.mute.mutate({ alert_id: own!.id, hours: 1 });
  assertEquals(muted.status, "muted");
});

Deno.test("the default rules are the administrator's, and their threshold the environment's", async () => {
  await using world = await served();
  const alice = await personOf(world.server, "alice");
  const admin = as(world.server);
  assertEquals((await alice.alerts.rules.query()).rules, []);
  const { rules } = await admin.alerts.rules.query();
  assertEquals(rules.map((one) => one.is_default), Array(8).fill(true));
  const move = rules.find((one) => one.kind === "move")!;
  const off = await admin.alerts.updateRule.mutate({ rule_id: move.id, enabled: false });
  assertEquals(off.enabled, false);
  const { entries } = await admin.admin.audit.query({ act: "alerts.updateRule" });
  assertEquals(entries.length, 1);
  const refusals: [() => Promise<unknown>, string][] = [
    [
      () => admin.alerts.updateRule.mutate({ rule_id: move.id, threshold: 3 }),
      "ALERT_THRESHOLD_PERCENT",
    ],
    [() => admin.alerts.removeRule.mutate({ rule_id: move.id }), "Switch it off"],
    [() => admin.alerts.createRule.mutate({ kind: "move", threshold: 3 }), "belongs to no person"],
    [() => alice.alerts.createRule.mutate({ kind: "disk", threshold: 90 }), "for administrators"],
  ];
  for (const [refused, words] of refusals) await assertRejects(refused, Error, words);
});

Deno.test("what cannot be a rule is refused with the field's name, over REST too", async () => {
  await using world = await served();
  const { body: { access_token: token } } = await signUp(world.server, "alice@example.com");
  const wrong: Record<string, object> = {
    unit: { unit: "hours" },
    destination: { channel: "message" },
    coins: { coins: ["NOSUCH"] },
    threshold: { threshold: 0 },
    "quiet.time_zone": {
      quiet: { from: "22:00", to: "07:00", time_zone: "Mars/Olympus", policy: "drop" },
    },
    "quiet.from": { quiet: { from: "25:00", to: "07:00", time_zone: "UTC", policy: "drop" } },
  };
  for (const [field, change] of Object.entries(wrong)) {
    const answer = await send(world.server, "/api/v1/alerts/rules", {
      body: { kind: "move", threshold: 5, ...change },
      headers: bearer(token),
    });
    assertEquals(answer.status, 400, field);
    assertEquals(answer.body.error.details?.map((one) => one.field), [field]);
  }
});

Deno.test("a test message waits in the outbox; more than five an hour are refused", async () => {
  await using world = await served();
  const alice = await personOf(world.server, "alice");
  const { id } = await alice.alerts.createRule.mutate({
    ...{ kind: "market", threshold: 5, channel: "message", destination: NUMBER },
  });
  for (let i = 0; i < 5; i++) {
    const { message } = await alice.alerts.test.mutate({ rule_id: id });
    assertEquals([message.is_test, message.status, message.destination_hint], [
      true,
      "pending",
      "…67",
    ]);
  }
  await assertRejects(() => alice.alerts.test.mutate({ rule_id: id }), Error, "an hour");
  const { messages, next } = await alice.alerts.messages.query({ limit: 3 });
  assertEquals(messages.length, 3);
  const rest = await alice.alerts.messages.query({ limit: 3, before: next! });
  assertEquals([rest.messages.length, rest.next], [2, null]);
});

Deno.test("a rehearsal says what would have been sent, and proposes a threshold", async () => {
  await using world = await served();
  const alice = await personOf(world.server, "alice");
  const from = new Date(START_MS).toISOString();
  const said = await alice.alerts.rehearse.mutate({ from, threshold: 20, price_per_message: 0.1 });
  assertEquals([said.alerts, said.messages, said.cost_usd, said.coins], [1, 1, 0.1, 2]);
  assertMatch(said.sent[0]!.body, /^BTC rose 20\.0 % in 1 h/);
  assertEquals(said.longest_storm!.alerts, 1);
  const none = await alice.alerts.rehearse.mutate({ from, threshold: 20.1 });
  assertEquals([none.messages, none.longest_storm], [0, null]);
  const proposed = await alice.alerts.rehearse.mutate({ from, most_per_month: 1 });
  assertEquals([proposed.proposed, proposed.most_in_30_days], [true, 1]);
  assert(proposed.threshold <= 0.1, `${proposed.threshold}`);
  const both = { from, threshold: 5, most_per_month: 3 };
  const refusals = [{ from }, both, { from, threshold: 5, to: from }];
  for (const input of refusals) {
    await assertRejects(() => alice.alerts.rehearse.mutate(input), Error, "cannot be used");
  }
});
