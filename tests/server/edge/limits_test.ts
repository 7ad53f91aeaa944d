import { assert, assertEquals, assertThrows } from "@std/assert";
import type { App } from "../../../server/context.ts";
import { AppError } from "../../../server/errors.ts";
import { networkOf } from "../../../server/limits/network.ts";
import { createStreamSlots } from "../../../server/limits/stream_slots.ts";
import {
  assertMaySignUp,
  assertMayTry,
  noteNoSignUp,
  noteSuccess,
} from "../../../server/limits/throttle_sign_in.ts";
import { createEventSource } from "../../../server/event_source.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, get, startTestApp, type TestApp } from "../app_for_tests.ts";

const READ = "/trpc/models.list";

/** How many of a number of requests are let in. */
async function letIn(
  { url }: TestApp,
  count: number,
  headers: Record<string, string> = {},
  path = READ,
): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => get(url + path, { headers })),
  );
  for (const answer of answers.filter(({ status }) => status === 429)) {
    assert(Number(answer.headers.get("retry-after")) >= 1, "each 429 says when to try again");
  }
  return answers.filter(({ status }) => status !== 429).length;
}

Deno.test("each call in a batch counts, and the answer says how much room is left", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE: "30" } });
  const batch = `${server.url}/trpc/${Array(20).fill("models.list").join(",")}?batch=1`;
  const first = await get(batch);
  assertEquals(first.status, 200);
  assertEquals(first.headers.get("ratelimit-limit"), "30");
  assertEquals(first.headers.get("ratelimit-remaining"), "10");
  const second = await get(batch);
  assertEquals(second.status, 207, "half of it has no room");
  assertEquals(second.text.match(/"RATE_LIMITED"/g)?.length, 20, "code and body of ten calls");
  assert(Number(second.headers.get("retry-after")) >= 1);
  assertEquals((await get(server.url + READ)).status, 429);
  assertEquals((await get(`${server.url}/api/market/overview`)).status, 429, "REST is the same");
});

Deno.test("a key has a limit of its own; health and files have none", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE: "10" } });
  assertEquals(await letIn(server, 25), 10);
  assertEquals(await letIn(server, 25, { "x-api-key": ADMIN_KEY }), 10);
  assertEquals(await letIn(server, 50, {}, "/health"), 50);
  assertEquals(await letIn(server, 50, {}, "/api/v1/health/live"), 50);
  assertEquals(await letIn(server, 50, {}, "/openapi.json"), 50);
});

Deno.test("wrong keys are soon refused unseen, and cost the right ones nothing", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const wrong = { "x-api-key": "pck_000000000000000000000000000000000000000000000000" };
  assertEquals(await letIn(server, 80, wrong), 30);
  assertEquals(await letIn(server, 5), 5);
  assertEquals(await letIn(server, 5, { "x-api-key": ADMIN_KEY }), 5);
});

Deno.test("no free answer lets keys be guessed: wrong ones count where it depends on the key", async () => {
  await using db = await testDatabase();
  for (const path of ["/trpc/auth.status", "/trpc/collection.setup"]) {
    await using server = await startTestApp(db);
    await db.sql("delete from request_limits");
    const guess = () => ({ "x-api-key": `pck_${crypto.randomUUID().replaceAll("-", "")}` });
    const guesses = await Promise.all(
      Array.from({ length: 80 }, () => letIn(server, 1, guess(), path)),
    );
    assertEquals(guesses.filter((one) => one === 1).length, 30, path);
    assertEquals(await letIn(server, 50, {}, path), 50, "free without a key");
    assertEquals(
      await letIn(server, 50, { "x-api-key": ADMIN_KEY }, path),
      50,
      "and with a right one",
    );
    assertEquals(await letIn(server, 50, guess(), "/health"), 50, "health tells nothing of keys");
  }
});

Deno.test("a forged X-Forwarded-For makes nobody another client", async () => {
  await using db = await testDatabase();
  const RATE_LIMIT_PER_MINUTE = "10";
  const forged = (at: number) => ({ "x-forwarded-for": `198.51.100.${at}, 10.0.0.${at}` });
  const eachOnce = async (server: TestApp, from: (at: number) => Record<string, string>) => {
    let count = 0;
    for (let at = 1; at <= 25; at++) count += await letIn(server, 1, from(at));
    return count;
  };
  await using direct = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE } });
  assertEquals(await eachOnce(direct, forged), 10, "no proxy is trusted");

  await using proxied = await startTestApp(db, {
    env: { RATE_LIMIT_PER_MINUTE, TRUSTED_PROXIES: "127.0.0.0/8, 10.1.0.0/16" },
  });
  const behind = (at: number) => ({ "x-forwarded-for": `198.51.100.${at}, 203.0.113.7, 10.1.2.3` });
  assertEquals(await eachOnce(proxied, behind), 10, "what the client wrote itself is passed over");
  const real = (at: number) => ({ "x-forwarded-for": `1.2.3.4, 203.0.113.${100 + at}` });
  assertEquals(await eachOnce(proxied, real), 25, "the nearest that is no proxy is the client");
  const network = (at: number) => ({ "x-forwarded-for": `2001:db8:7:7::${at.toString(16)}` });
  assertEquals(await eachOnce(proxied, network), 10, "a /64 of IPv6 is one client");
});

Deno.test("addresses are counted by network", () => {
  assertEquals(networkOf("192.0.2.7"), "192.0.2.7");
  assertEquals(networkOf("::ffff:192.0.2.7"), "192.0.2.7");
  assertEquals(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assertEquals(networkOf("2001:db8:1:2::"), "2001:db8:1:2::/64");
  assertEquals(networkOf("x".repeat(500)).length, 64);
});

/** How many of a number of tries at once are let through to the password. */
async function tries(app: App, address: string, account: string, count: number): Promise<number> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, () => assertMayTry(app, { address, account })),
  );
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") continue;
    const error = outcome.reason as AppError;
    assertEquals(error.code, "RATE_LIMITED");
    assert(Number(error.options.headers?.["retry-after"]) >= 1);
  }
  return outcomes.filter(({ status }) => status === "fulfilled").length;
}

Deno.test("tries at a password are few from one address, and lock no owner out", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { app } = server;
  assertEquals(await tries(app, "203.0.113.1", "ann@example.com", 1_000), 10);
  assertEquals(await tries(app, "203.0.113.1", " ANN@example.com", 10), 0, "the same account");
  assertEquals(await tries(app, "198.51.100.1", "ann@example.com", 5), 5, "the owner, elsewhere");
  await noteSuccess(app, { address: "198.51.100.1", account: "ann@example.com" });
  assertEquals(await tries(app, "198.51.100.1", "ann@example.com", 20), 10, "begun anew");
  let many = 0;
  for (let at = 0; at < 30; at++) many += await tries(app, "203.0.113.2", `p${at}@example.com`, 5);
  assertEquals(many, 60, "one address tries many accounts");
  const crowd = Array.from({ length: 40 }, (_, at) => `2001:db8:${at.toString(16)}::1`);
  const guessed = await Promise.all(crowd.map((from) => tries(app, from, "cy@example.com", 10)));
  const total = guessed.reduce((sum, count) => sum + count, 0);
  assert(total >= 100 && total <= 100 + 2 * crowd.length, `${total} guesses from forty networks`);
  assertEquals(await tries(app, "198.51.100.9", "cy@example.com", 5), 2, "the owner, amid that");
  await noteSuccess(app, { address: "198.51.100.9", account: "cy@example.com" });
  assert(await tries(app, "198.51.100.9", "cy@example.com", 5) >= 2, "and again");
  const rows = await db.sql<{ subject: string }>("select subject from request_limits");
  assert(!rows.some(({ subject }) => subject.includes("@")), "no email is kept");
});

Deno.test("accounts from one address are few; a try that made none does not count", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE: "50" } });
  const { app } = server;
  for (let at = 0; at < 60; at++) {
    await assertMaySignUp(app, "203.0.113.5");
    await noteNoSignUp(app, "203.0.113.5");
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, () => assertMaySignUp(app, "203.0.113.5")),
  );
  assertEquals(outcomes.filter(({ status }) => status === "fulfilled").length, 50);
  await assertMaySignUp(app, "203.0.113.6");
  const wrong = { email: "no email", password: "x" };
  const init = { method: "POST", headers: { "content-type": "application/json" } };
  const body = JSON.stringify({ email: "ann@example.com", password: "short" });
  for (const text of [JSON.stringify(wrong), body]) {
    const { status } = await get(`${server.url}/api/v1/auth/register`, { ...init, body: text });
    assertEquals(status, 400);
  }
  const [kept] = await db.sql<{ hits: number }>(
    `select coalesce(sum(one), 0)::int as hits from request_limits, unnest(hits) one
     where subject = 'sign-up:127.0.0.1'`,
  );
  assertEquals(kept, { hits: 0 });
});

Deno.test("streams have a place each, per holder and in all", () => {
  const slots = createStreamSlots({ maxStreams: 5 });
  const leave = Array.from({ length: 6 }, () => new AbortController());
  for (const at of [0, 1, 2]) slots.take("ann", 3, leave[at]!.signal);
  const refused = () => slots.take("ann", 3, leave[3]!.signal);
  assertEquals(assertThrows(refused, AppError).code, "RATE_LIMITED");
  slots.take("bob", 3, leave[3]!.signal);
  slots.take("eve", 3, leave[4]!.signal);
  const full = assertThrows(() => slots.take("zoe", 3, leave[5]!.signal), AppError);
  assertEquals(full.options.headers?.["retry-after"], "10");
  leave[0]!.abort();
  slots.take("ann", 3, leave[5]!.signal);
});

Deno.test("opening streams has an allowance of its own, refused before the stream begins", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE: "3" } });
  const open = () => fetch(`${server.url}/trpc/collection.setupLive`);
  const streams = await Promise.all([open(), open(), open()]);
  assertEquals(streams.map(({ status }) => status), [200, 200, 200]);
  const refused = await get(`${server.url}/trpc/collection.setupLive`);
  assertEquals(refused.status, 429);
  assert(Number(refused.headers.get("retry-after")) >= 1);
  assertEquals(await letIn(server, 5), 3, "calls are counted apart");
  // tRPC itself would take these for the same stream.
  for (const path of ["collection.setupLive/", "collection.setupLive//", "/collection.setupLive"]) {
    const other = await get(`${server.url}/trpc/${path}`);
    assertEquals([other.status, other.headers.get("content-type")?.split(";")[0]], [
      404,
      "application/json",
    ], path);
  }
  for (const { body } of streams) await body?.cancel();
});

Deno.test("a client that finds no room for its stream comes again when it was told to", async () => {
  const answers = [429, 503, 200, 401];
  const asked: number[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    asked.push(performance.now());
    const status = answers.shift() ?? 404;
    const headers: HeadersInit = status === 429 ? { "retry-after": "1" } : {};
    return new Response(status === 200 ? "data: 1\n\n" : "", { status, headers });
  });
  const EventSource = createEventSource({});
  const source = new EventSource(`http://127.0.0.1:${server.addr.port}/`);
  const heard: string[] = [];
  const closed = Promise.withResolvers<void>();
  source.addEventListener("message", ({ data }) => heard.push(data));
  source.addEventListener("error", () => source.readyState === 2 && closed.resolve());
  await closed.promise;
  assertEquals([heard, asked.length], [["1"], 4]);
  assert(asked[1]! - asked[0]! >= 990, "after a second, as it was told");
});
