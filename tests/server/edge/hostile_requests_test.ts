import { assert, assertEquals, assertMatch } from "@std/assert";
import { gzipSync } from "node:zlib";
import { MAX_JSON_DEPTH } from "../../../server/json_depth.ts";
import { testDatabase } from "../../helpers/database.ts";
import { residentMegabytes, startInstance } from "../../faults/instances.ts";
import { ADMIN_KEY, type ErrorAnswer } from "../app_for_tests.ts";

const TRIGGER = "/api/admin/collect/trigger";
const JSON_TYPE = "application/json";

interface Sent {
  readonly path?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

async function post(url: string, sent: Sent): Promise<{ status: number; code: string }> {
  const response = await fetch(url + (sent.path ?? TRIGGER), {
    method: "POST",
    headers: {
      "x-api-key": ADMIN_KEY,
      ...(sent.type !== undefined && { "content-type": sent.type }),
      ...sent.headers,
    },
    ...(sent.body !== undefined && { body: sent.body }),
  });
  const text = await response.text();
  const answer = text.startsWith("{") ? JSON.parse(text) as Partial<ErrorAnswer> : {};
  return { status: response.status, code: answer.error?.code ?? text.slice(0, 200) };
}

function endless(pieces: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = pieces;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(1_048_576).fill(0x20));
      else controller.close();
    },
  });
}

Deno.test("bodies that mean harm are refused for what they are", async (t) => {
  await using db = await testDatabase();
  await using server = await startInstance(db.url, { RATE_LIMIT_PER_MINUTE: "100000" });
  const { url } = server;
  await post(url, { type: JSON_TYPE, body: "{}" });
  const before = await residentMegabytes(server.pid);

  await t.step("a body of 100 MB, of stated and of unknown length", async () => {
    const big = new Uint8Array(100 * 1_048_576);
    assertEquals((await post(url, { type: JSON_TYPE, body: big })).status, 413);
    assertEquals((await post(url, { type: JSON_TYPE, body: endless(100) })).status, 413);
    const batch = { path: "/trpc/collection.trigger", type: JSON_TYPE };
    assertEquals((await post(url, { ...batch, body: endless(100) })).status, 413);
  });

  await t.step("JSON that is 100,000 deep", async () => {
    const deep = `{"mode":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const bodies = [deep, "[".repeat(100_000), `{"a":`.repeat(100_000), "[{".repeat(50_000)];
    for (const body of bodies) {
      for (const path of [TRIGGER, "/trpc/collection.trigger"]) {
        const answer = await post(url, { path, type: JSON_TYPE, body });
        assertEquals([answer.status, answer.code], [400, "BAD_REQUEST"]);
      }
    }
    const query = encodeURIComponent(`${"[".repeat(2_000)}${"]".repeat(2_000)}`);
    const asked = await fetch(`${url}/trpc/market.overview?input=${query}`);
    assertEquals(asked.status, 400);
    await asked.body?.cancel();
  });

  await t.step("as deep as is allowed, and brackets within a text, are read", async () => {
    const { length } = "{";
    const nested = "[".repeat(MAX_JSON_DEPTH - length) + "]".repeat(MAX_JSON_DEPTH - length);
    for (const body of [`{"unknown":${nested}}`, `{"unknown":"${'\\"[{'.repeat(5_000)}"}`]) {
      const answer = await post(url, { type: JSON_TYPE, body });
      assert(answer.code !== "BAD_REQUEST", `${answer.status} ${answer.code}`);
    }
  });

  await t.step("a gzip bomb, and every other encoding", async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(100 * 1_048_576)));
    for (const encoding of ["gzip", "br", "deflate", "gzip, gzip"]) {
      const headers = { "content-encoding": encoding };
      const answer = await post(url, { type: JSON_TYPE, headers, body: bomb });
      assertEquals([answer.status, answer.code], [415, "UNSUPPORTED_MEDIA_TYPE"]);
    }
  });

  const growth = await residentMegabytes(server.pid) - before;
  console.log(`memory grew by ${growth.toFixed(0)} MB`);
  // Three bodies of 100 MB came in; what was read of them is garbage, collected or not.
  assert(!(growth > 300), `${growth} MB`);
});

Deno.test("batches that mean harm are refused", async (t) => {
  await using db = await testDatabase();
  await using server = await startInstance(db.url);
  const { url } = server;

  await t.step("2,000 calls in one request, by GET and by POST", async () => {
    for (const comma of [",", "%2C"]) {
      const path = `/trpc/${Array.from({ length: 2_000 }, () => "h").join(comma)}?batch=1`;
      const asked = await fetch(`${url}${path}&input={}`);
      assertEquals(asked.status, 400);
      await asked.body?.cancel();
      assertEquals((await post(url, { path, type: JSON_TYPE, body: "{}" })).status, 400);
    }
    const path = `/trpc/${Array.from({ length: 2_000 }, () => "health.status").join(",")}?batch=1`;
    const tooLong = await fetch(`${url}${path}`);
    assertMatch(String(tooLong.status), /^4/);
    await tooLong.body?.cancel();
  });

  await t.step("one idempotency key for two changes", async () => {
    const path = "/trpc/collection.trigger,collection.trigger?batch=1";
    const headers = { "idempotency-key": "one-key" };
    const body = '{"0":{},"1":{}}';
    const answer = await post(url, { path, type: JSON_TYPE, headers, body });
    assertEquals([answer.status, answer.code], [400, "BAD_REQUEST"]);
  });
});

Deno.test("what a page of another site can make a browser send changes nothing", async () => {
  await using db = await testDatabase();
  await using server = await startInstance(db.url, {
    ALLOWED_ORIGINS: "https://friend.example",
    WEB_UI_HOST: "crypto-ai.local",
    WEB_UI_PORT: "10443",
  });
  const { url } = server;
  const cookie = "__Host-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site", cookie };
  for (const type of ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]) {
    const headers = { "content-type": type };
    const own = await fetch(url + TRIGGER, { method: "POST", headers, body: "{}" });
    assertEquals(own.status, 415, type);
    await own.body?.cancel();
    for (const path of [TRIGGER, "/trpc/collection.trigger", "/trpc/auth.login"]) {
      const request = { method: "POST", headers: { ...foreign, ...headers }, body: "{}" };
      const answer = await fetch(url + path, request);
      assert([403, 415].includes(answer.status), `${type}: ${answer.status}`);
      await answer.body?.cancel();
    }
  }
  const untyped = await fetch(url + TRIGGER, { method: "POST", body: new Uint8Array([123, 125]) });
  assertEquals(untyped.status, 415, "no content type at all");
  await untyped.body?.cancel();
  const json = { "content-type": JSON_TYPE };
  const cases: [Record<string, string>, number][] = [
    [foreign, 403],
    [{ origin: "null", cookie }, 403],
    [{ "sec-fetch-site": "cross-site", cookie }, 403],
    [{ "sec-fetch-site": "same-site", cookie }, 403],
    [{ cookie }, 403],
    [{ origin: url, cookie }, 401],
    [{ origin: "https://friend.example", cookie }, 401],
    [{ origin: "https://crypto-ai.local:10443", cookie }, 401],
    [{ origin: "https://crypto-ai.local", cookie }, 403],
  ];
  for (const [headers, status] of cases) {
    const request = { method: "POST", headers: { ...headers, ...json }, body: "{}" };
    const answer = await fetch(url + TRIGGER, request);
    assertEquals(answer.status, status, JSON.stringify(headers));
    await answer.body?.cancel();
  }
});
