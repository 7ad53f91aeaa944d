import { assert, assertEquals, assertMatch } from "@std/assert";
import { ERROR_STATUS, type ErrorCode } from "../../../server/errors.ts";
import { openLedger } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, type ErrorAnswer, startTestApp, type TestApp } from "../app_for_tests.ts";
import { storeMarket } from "../market_for_tests.ts";
import { everyPath, everyProcedure, GARBAGE, SECRETS } from "./canaries.ts";

const HEADERS = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

/** What no answer may have: places in our code, SQL, PostgreSQL's words, the secret that was thrown. */
const INSIDE =
  /\bat .*\.ts:\d|node_modules|\bselect .* from\b|pg_|relation "|syntax for type|canary-dbpw/i;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly requestId: string;
}

async function send(url: string, method: string, body?: string): Promise<Answer | null> {
  const response = await fetch(url, { method, headers: HEADERS, ...(body && { body }) });
  const requestId = response.headers.get("x-request-id") ?? "";
  if (/event-stream/.test(response.headers.get("content-type") ?? "")) {
    await response.body?.cancel();
    return null;
  }
  return { status: response.status, text: await response.text(), requestId };
}

/** The envelope, which tRPC has inside its own. */
function errorOf({ text }: Answer): ErrorAnswer["error"] {
  const body = JSON.parse(text);
  return body.error.data?.error ?? body.error;
}

function assertTellsNothing(answer: Answer | null, what: string): void {
  if (answer === null || answer.status < 400) return;
  const error = errorOf(answer);
  assertEquals(ERROR_STATUS[error.code as ErrorCode], answer.status, what);
  assertEquals(error.request_id, answer.requestId, what);
  assert(!INSIDE.test(answer.text), `${what}: ${answer.text}`);
}

/**
 * Each procedure with each piece of garbage in each of its fields, in all of them, and in place of them.
 * All calls of a procedure are made at once: one that waits in a transaction for a second connection
 * would starve the others.
 */
async function* everyCall(
  { url }: TestApp,
): AsyncGenerator<{ what: string; answer: Answer | null }> {
  for (const { name, kind, fields } of everyProcedure()) {
    const fitting = Object.entries(FITTING).filter(([field]) => fields.includes(field));
    const inputs = GARBAGE.flatMap((value) => [
      value,
      Object.fromEntries(fields.map((field) => [field, value])),
      ...fields.map((field) => ({ ...Object.fromEntries(fitting), [field]: value })),
    ]);
    const at = `${url}/trpc/${name}`;
    yield* await Promise.all(inputs.map(async (input) => {
      const text = JSON.stringify(input);
      const answer = kind === "mutation"
        ? await send(at, "POST", text)
        : await send(`${at}?input=${encodeURIComponent(text)}`, "GET");
      return { what: `${name} ${text.slice(0, 200)}`, answer };
    }));
  }
}

/** Values that many fields take, so that the garbage in the others gets further than the schema. */
const FITTING = {
  user_id: "nobody",
  from_user: "nobody",
  to_user: "nobody_else",
  amount: "1",
  transaction_id: "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11",
  session_id: "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11",
  email: "nobody@example.com",
  password: "correct horse battery staple",
  question: "How is BTC doing?",
  symbol: "BTC",
  id: 1,
  reason: "x",
  name: "x",
};

/** What the log has of a request that failed inside, a database that was not there in time among them. */
function insideOf({ lines }: TestApp, { requestId }: Answer): string | undefined {
  return lines.find(({ fields }) => fields.request_id === requestId && fields.stack)?.message;
}

Deno.test("no garbage makes a procedure fail inside, over tRPC", async () => {
  await using db = await testDatabase();
  await storeMarket(db, 60);
  await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
  await using server = await startTestApp(db);
  let calls = 0;
  const failed: string[] = [];
  for await (const { what, answer } of everyCall(server)) {
    calls++;
    assertTellsNothing(answer, what);
    const inside = answer === null ? undefined : insideOf(server, answer);
    if (inside !== undefined) failed.push(`${what}: ${inside}`);
  }
  assertEquals(failed, []);
  assert(calls > 5_000, `${calls} calls`);
});

Deno.test("nor over REST, in paths, queries and bodies", async () => {
  await using db = await testDatabase();
  await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
  await using server = await startTestApp(db);
  for (const value of ["nobody", "a b", "..", "%00", "\u0000", "9".repeat(300), "%", "☃"]) {
    const query = `?limit=${encodeURIComponent(value)}&amount=${encodeURIComponent(value)}`;
    for (const { method, path } of everyPath(value)) {
      for (const body of ["", "{", '"x"', JSON.stringify({ ...FITTING, amount: value })]) {
        if (method === "GET" && body !== "") continue;
        const answer = await send(server.url + path + query, method, body);
        assertTellsNothing(answer, `${method} ${path} ${body}`);
        const line = JSON.stringify(server.lines.at(-2));
        assert(answer?.status !== 500, `${method} ${path} ${body}: ${line}`);
      }
    }
  }
});

Deno.test("an error that has secrets in its message is told by its request id alone", async () => {
  await using db = await testDatabase();
  const refuse = () => Promise.reject(new Error(`${SECRETS.database} select * from people`));
  const jobs = {
    triggerCollection: refuse,
    rollbackModel: refuse,
    rehearseAlerts: refuse,
    deliverSoon: () => {},
    keepErasuresSoon: () => {},
    listJobs: () => [],
    runJobNow: refuse,
    stop: () => Promise.resolve(),
  };
  await using server = await startTestApp(db, { jobs });
  for (const path of ["/api/admin/collect/trigger", "/trpc/collection.trigger"]) {
    const answer = await send(server.url + path, "POST", "{}");
    assertEquals(answer?.status, 500);
    assertTellsNothing(answer, path);
    assertMatch(errorOf(answer!).message, /^Something failed inside the server/);
    const ids = server.lines.filter((line) => line.fields.request_id === answer!.requestId);
    assertEquals(ids.length, 2, "what failed, and the request");
  }
});

Deno.test("without a database every answer is 503 or what needs none, and tells nothing", async () => {
  const db = await testDatabase();
  await using server = await startTestApp(db);
  await db[Symbol.asyncDispose]();
  const seen = new Set<number>();
  for (const { name, kind, fields } of everyProcedure()) {
    const known = Object.entries(FITTING).filter(([field]) => fields.includes(field));
    const text = JSON.stringify(Object.fromEntries(known));
    const at = `${server.url}/trpc/${name}`;
    const answer = kind === "mutation"
      ? await send(at, "POST", text)
      : await send(`${at}?input=${encodeURIComponent(text)}`, "GET");
    assertTellsNothing(answer, name);
    assert(answer?.status !== 500, `${name}: ${JSON.stringify(server.lines.at(-2))}`);
    if (answer !== null) seen.add(answer.status);
  }
  assert(seen.has(503), [...seen].join());
});
