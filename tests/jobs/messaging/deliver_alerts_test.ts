import { assertEquals, assertMatch } from "@std/assert";
import { addToOutbox, type Database, listAlertMessages, setMessageBody } from "../../../db/mod.ts";
import { deliverAlerts } from "../../../jobs/deliver_alerts.ts";
import type { MessagingConfig } from "../../../jobs/messaging/channel.ts";
import { openChannel } from "../../../jobs/messaging/open_channel.ts";
import { testDatabase } from "../../helpers/database.ts";
import { jobContext, keepingLog } from "../job_context.ts";
import {
  type GatewayReply,
  type GatewayRequest,
  startGateway,
  twilioAccepts,
  twilioRefuses,
} from "./fake_gateway.ts";

const START_MS = Date.UTC(2026, 10, 21, 6);
const MINUTE_MS = 60_000;
const NUMBER = "+491701234567";
const TOKEN = "canary-token-8f2a6c";

async function put(db: Database, count: number, expiresAfterMs = 24 * 60 * MINUTE_MS) {
  for (let at = 1; at <= count; at++) {
    const { id } = await addToOutbox(db, {
      userId: null,
      destination: NUMBER,
      groupKey: `group-${at}`,
      alertIds: [],
      sendAtMs: START_MS,
      expiresAtMs: START_MS + expiresAfterMs,
      nowMs: START_MS,
    });
    await setMessageBody(db, { id, body: `Message ${at}.` });
  }
}

async function messages(db: Database) {
  const rows = await listAlertMessages(db, { userId: null, withDefaults: true, limit: 200 });
  return rows.reverse();
}

function settings(url: string, provider: MessagingConfig["provider"]): MessagingConfig {
  return {
    provider,
    twilioAccountSid: "AC0123456789",
    twilioAuthToken: TOKEN,
    twilioFromNumber: "+15005550006",
    twilioBaseUrl: url,
    webhookUrl: `${url}/hook/${TOKEN}`,
    webhookSecret: "ab".repeat(32),
  };
}

/** A process of its own by name, clock and channel. */
function delivering(
  db: Database,
  url: string,
  provider: MessagingConfig["provider"] = "twilio",
  sendTimeoutMs = 3_000,
) {
  const clock = { ms: START_MS };
  const log = keepingLog();
  const now = () => clock.ms;
  const channel = openChannel(settings(url, provider), { log, now });
  const context = { ...jobContext({ db, url: "http://127.0.0.1:1", now, log }), channel };
  const run = () => deliverAlerts(context, { sendTimeoutMs });
  /** A pass each minute, as the schedule does. */
  const runFor = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await run();
      clock.ms += MINUTE_MS;
    }
  };
  return { run, runFor, clock, log };
}

/** A Twilio that remembers what it took, lists it, and answers as told. */
function twilioThat(answer: (request: GatewayRequest) => GatewayReply) {
  const taken: string[] = [];
  const gateway = startGateway((request) => {
    if (request.method === "GET") return list(taken);
    const reply = answer(request);
    const isTaken = typeof reply === "string" || reply.status < 300;
    if (isTaken) taken.push(request.form.get("Body") ?? "");
    return reply;
  });
  return { gateway, taken };
}

function list(taken: readonly string[]): GatewayReply {
  const rows = taken.map((body, at) => ({ sid: `SM${at}`, body, date_created: null }));
  const body = JSON.stringify({ messages: rows, page: 0, page_size: 50, next_page_uri: null });
  return { status: 200, body };
}

Deno.test("what is due is sent once, and its name at the provider is kept", async () => {
  await using db = await testDatabase();
  const { gateway, taken } = twilioThat(() => twilioAccepts("SM9"));
  using _ = gateway;
  await put(db, 6);
  const process = delivering(db, gateway.url);
  assertEquals(await process.run(), { sent: 6, failed: 0, expired: 0, postponed: 0 });
  assertEquals(await process.run(), { sent: 0, failed: 0, expired: 0, postponed: 0 });
  assertEquals(taken.length, 6);
  const [first] = await messages(db);
  assertEquals([first?.status, first?.providerId, first?.settledAtMs], ["sent", "SM9", START_MS]);
});

Deno.test("three processes at once send each message once", async () => {
  await using db = await testDatabase({ poolSize: 8 });
  const { gateway, taken } = twilioThat(() => twilioAccepts());
  using _ = gateway;
  await put(db, 40);
  await Promise.all([1, 2, 3].map(() => delivering(db, gateway.url).run()));
  assertEquals(taken.length, 40);
  assertEquals(new Set(taken).size, 40);
});

for (const how of ["closed", "hang", "503", "429", "504"] as const) {
  Deno.test(`a gateway that is down for two hours (${how}) is given the message once afterwards`, async () => {
    await using db = await testDatabase();
    let isDown = true;
    let accepted = 0;
    const down: GatewayReply = how === "hang"
      ? "hang"
      : how === "closed"
      ? "cut"
      : { status: Number(how), body: "{}" };
    const gateway = startGateway((request) => {
      if (isDown) return down;
      if (request.method === "GET") return list([]);
      accepted += 1;
      return twilioAccepts();
    });
    using _ = gateway;
    await put(db, 1);
    const closed = startGateway(() => "cut");
    closed[Symbol.dispose]();
    const url = how === "closed" ? closed.url : gateway.url;
    const process = delivering(db, url, "twilio", how === "hang" ? 400 : undefined);
    await process.runFor(how === "hang" ? 40 : 120);
    isDown = false;
    const after = delivering(db, gateway.url);
    after.clock.ms = process.clock.ms;
    await after.runFor(15);
    assertEquals(accepted, 1);
    assertEquals((await messages(db)).map((one) => one.status), ["sent"]);
    const attempts = (await messages(db))[0]!.attempts;
    assertEquals(attempts <= 24, true, `${attempts} attempts`);
  });
}

Deno.test("what could not be sent in its time is marked as expired, and never sent", async () => {
  await using db = await testDatabase();
  const gateway = startGateway(() => ({ status: 503 }));
  using _ = gateway;
  await put(db, 2, 90 * MINUTE_MS);
  const process = delivering(db, gateway.url);
  await process.runFor(120);
  gateway.reply = () => twilioAccepts();
  const before = gateway.requests.length;
  await process.runFor(5);
  const rows = await messages(db);
  assertEquals(rows.map((one) => one.status), ["expired", "expired"]);
  assertMatch(rows[0]!.refusal!, /answered with status 503/);
  assertEquals(gateway.requests.length, before);
});

Deno.test("a final refusal is not tried again and is kept in words", async () => {
  await using db = await testDatabase();
  const { gateway } = twilioThat(() => twilioRefuses(400, 21608, `${NUMBER} is unverified`));
  using _ = gateway;
  await put(db, 1);
  const process = delivering(db, gateway.url);
  await process.runFor(10);
  const [message] = await messages(db);
  assertEquals([message?.status, message?.attempts], ["failed", 1]);
  assertMatch(message!.refusal!, /on trial/);
});

Deno.test("an answer that was lost is looked up at Twilio: there is no second message", async () => {
  await using db = await testDatabase();
  const { gateway, taken } = twilioThat(() => "cut");
  using _ = gateway;
  await put(db, 1);
  await delivering(db, gateway.url).runFor(10);
  assertEquals(taken, ["Message 1."]);
  assertEquals((await messages(db)).map((one) => [one.status, one.providerId]), [["sent", "SM0"]]);
});

Deno.test("where it cannot be looked up, lost answers make one extra message at most", async () => {
  await using db = await testDatabase();
  let taken = 0;
  const gateway = startGateway((request) => {
    if (request.method === "GET") return { status: 404, body: "{}" };
    taken += 1;
    return "cut";
  });
  using _ = gateway;
  await put(db, 1);
  await delivering(db, gateway.url).runFor(60);
  assertEquals(taken, 2);
  const [message] = await messages(db);
  assertEquals(message?.status, "failed");
  assertMatch(message!.refusal!, /may have arrived/);
});

Deno.test("a webhook gets every repetition under the same key", async () => {
  await using db = await testDatabase();
  const replies: GatewayReply[] = ["cut", "hang", { status: 502 }, { status: 200 }];
  const gateway = startGateway(() => replies.shift()!);
  using _ = gateway;
  await put(db, 1);
  await delivering(db, gateway.url, "webhook", 500).runFor(10);
  const keys = gateway.requests.map((one) => one.headers.get("idempotency-key"));
  assertEquals([keys.length, new Set(keys).size], [4, 1]);
  assertEquals((await messages(db)).map((one) => one.status), ["sent"]);
});

Deno.test("killed between the provider's yes and our note: the next process finds it sent", async () => {
  await using db = await testDatabase();
  const { gateway, taken } = twilioThat(() => "hang");
  using _ = gateway;
  await put(db, 1);
  const script = new URL("deliver_once.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, db.url, gateway.url, String(START_MS)],
    stdout: "null",
    stderr: "null",
  }).spawn();
  while (taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGKILL");
  await child.status;
  const next = delivering(db, gateway.url);
  assertEquals((await next.run()).sent, 0);
  next.clock.ms += 2 * MINUTE_MS;
  assertEquals((await next.run()).sent, 1);
  assertEquals(taken.length, 1);
});

Deno.test("killed while sending and past its time: expired, and says that it may have arrived", async () => {
  await using db = await testDatabase();
  const gateway = startGateway(() => twilioAccepts());
  using _ = gateway;
  await put(db, 1, 10 * MINUTE_MS);
  await db.sql(
    `update alert_messages set status = 'sending', attempts = 1, lease_owner = 'dead',
       lease_until = to_timestamp($1::float8 / 1000)`,
    [START_MS + MINUTE_MS],
  );
  const process = delivering(db, gateway.url);
  process.clock.ms += 20 * MINUTE_MS;
  assertEquals(await process.run(), { sent: 0, failed: 0, expired: 1, postponed: 0 });
  assertMatch((await messages(db))[0]!.refusal!, /may have arrived/);
  assertEquals(gateway.requests.length, 0);
});

Deno.test("who lost the claim notes nothing", async () => {
  await using db = await testDatabase();
  await put(db, 1);
  const other = delivering(db, "http://127.0.0.1:1");
  const gateway = startGateway(() => twilioAccepts());
  using _ = gateway;
  const slow = delivering(db, gateway.url);
  gateway.reply = (request) => {
    if (request.method === "GET") return list(["Message 1."]);
    // Meanwhile the lease ran out, as after a pause of the machine.
    void db.sql("update alert_messages set attempts = attempts + 1, lease_owner = 'other'");
    return twilioAccepts();
  };
  await slow.run();
  assertEquals((await messages(db)).map((one) => one.status), ["sending"]);
  other.clock.ms += 2 * MINUTE_MS;
  slow.clock.ms += 2 * MINUTE_MS;
  assertEquals((await slow.run()).sent, 1);
});

Deno.test("numbers and tokens are in no line of the log and in no refusal", async () => {
  for (const provider of ["console", "twilio", "webhook"] as const) {
    await using db = await testDatabase();
    const replies: GatewayReply[] = [
      "cut",
      twilioRefuses(429, 1, `for ${NUMBER} with ${TOKEN}`),
      { status: 500, body: NUMBER },
      twilioRefuses(400, 1, `for ${NUMBER} with ${TOKEN}`),
    ];
    const gateway = startGateway((request) =>
      request.method === "GET" ? list([]) : replies.shift() ?? { status: 400, body: NUMBER }
    );
    using _ = gateway;
    await put(db, 1);
    const process = delivering(db, gateway.url, provider);
    await process.runFor(30);
    const said = JSON.stringify([
      process.log.lines,
      (await messages(db)).map((one) => one.refusal),
    ]);
    assertEquals(/1701234567|canary|AC0123456789|5005550006|abab/.test(said), false, said);
    assertEquals(process.log.lines.length > 0, true);
  }
});
