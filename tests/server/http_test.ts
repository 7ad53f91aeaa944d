import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testDatabase } from "../helpers/database.ts";
import {
  ADMIN_KEY,
  type ErrorAnswer,
  get,
  getJson,
  startTestApp,
  type TestApp,
} from "./app_for_tests.ts";

const CLOSED_CODES = /^[A-Z_]+$/;

async function webFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "web dist " });
  await Deno.mkdir(`${folder}/assets`);
  await Deno.writeTextFile(`${folder}/index.html`, "<!doctype html><title>app</title>");
  await Deno.writeTextFile(
    `${folder}/assets/main-Ab3_dE9x.js`,
    `console.log("${"x".repeat(5000)}")`,
  );
  await Deno.writeTextFile(`${folder}/theme.js`, "// theme");
  await Deno.writeTextFile(`${folder}/.built-from`, "secret");
  await Deno.symlink("/etc", `${folder}/linked`);
  await Deno.symlink("/etc/passwd", `${folder}/link.txt`);
  return folder;
}

/** What the steps work on. */
interface World {
  readonly server: TestApp;
  readonly url: string;
}

const steps: { name: string; work: (world: World) => Promise<void> }[] = [];

function step(name: string, work: (world: World) => Promise<void>): void {
  steps.push({ name, work });
}

step("every response has a request id and the security headers", async ({ url }) => {
  for (const path of ["/", "/health", "/nothing", "/api/nothing", "/trpc/nothing", "/docs"]) {
    const { headers } = await get(url + path);
    assertMatch(headers.get("x-request-id") ?? "", /^[\w-]{8,}$/, path);
    const policy = headers.get("content-security-policy") ?? "";
    assertStringIncludes(policy, "script-src 'self';", path);
    assertStringIncludes(policy, "style-src 'self';", path);
    assertStringIncludes(policy, "frame-ancestors 'none'", path);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "no-referrer");
  }
});

step(
  "a client's request id comes back, unless it could forge a line of the log",
  async ({ url }) => {
    const named = await get(`${url}/health`, {
      headers: { "x-request-id": "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11" },
    });
    assertEquals(named.headers.get("x-request-id"), "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11");
    const forged = await get(`${url}/health`, { headers: { "x-request-id": 'a" level="error' } });
    assertMatch(forged.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  },
);

step("the root gives a browser the app and anyone else the state", async ({ url }) => {
  const page = await get(url, { headers: { accept: "text/html,*/*" } });
  assertStringIncludes(page.text, "<title>app</title>");
  const state = await getJson<{ status: string; version: string }>(url);
  assertEquals(state.status, "operational");
  assertMatch(state.version, /^\d+\.\d+\.\d+$/);
});

step("an address of the app gives the app, a missing file does not", async ({ url }) => {
  const accept = { accept: "text/html" };
  assertEquals((await get(`${url}/coin/BTC`, { headers: accept })).status, 200);
  assertEquals((await get(`${url}/coin/BTC`)).status, 404);
  assertEquals((await get(`${url}/assets/gone-12345678.js`, { headers: accept })).status, 404);
  assertEquals((await get(`${url}/api/gone`, { headers: accept })).status, 404);
});

step("hashed assets are immutable, the page is asked for again", async ({ url }) => {
  const asset = await get(`${url}/assets/main-Ab3_dE9x.js`);
  assertStringIncludes(asset.headers.get("cache-control") ?? "", "immutable");
  const page = await get(`${url}/`, { headers: { accept: "text/html" } });
  assertEquals(page.headers.get("cache-control"), "no-cache");
  const etag = page.headers.get("etag") ?? "";
  const again = await get(`${url}/`, { headers: { accept: "text/html", "if-none-match": etag } });
  assertEquals([again.status, again.text], [304, ""]);
});

step("text is compressed as the client asks, and not against its will", async ({ url }) => {
  const path = `${url}/assets/main-Ab3_dE9x.js`;
  const encoding = async (accepted: string) =>
    (await fetchRaw(path, accepted)).match(/^content-encoding: (\w+)/im)?.[1];
  assertEquals(await encoding("gzip, br"), "br");
  assertEquals(await encoding("gzip, br;q=0"), "gzip");
  assertEquals(await encoding("identity"), undefined);
});

step("no address leads out of the folder or to a hidden file", async ({ url }) => {
  const outside = [
    "/../deno.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/assets/..%5c..%5cindex.html",
    "/assets/%2e%2e%2f.built-from",
    "/.built-from",
    "/theme.js%00.html",
    "//etc/passwd",
    "/%252e%252e/%252e%252e/etc/passwd",
    "/..%252f..%252fetc%252fpasswd",
    "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "/%5c..%5c..%5cetc%5cpasswd",
    "/....//....//etc/passwd",
    "/linked/passwd",
    "/link.txt",
    "/..;/..;/etc/passwd",
  ];
  for (const path of outside) {
    const answer = await requestRaw(url, `GET ${path} HTTP/1.1`);
    // What the URL parser has tidied up is an address of the app, which gets the app's page.
    const refused = /^HTTP\/1\.1 40[04]/.test(answer);
    assert(refused || answer.includes("<title>app</title>"), path);
    assert(!/root:|tasks|secret/.test(answer), path);
  }
});

step("HEAD answers as GET without a body", async ({ url }) => {
  for (const path of ["/api/v1/health/live", "/theme.js", "/openapi.json", "/"]) {
    const head = await get(url + path, { method: "HEAD" });
    assertEquals([head.status, head.text], [200, ""], path);
  }
});

step("OPTIONS names the methods, a wrong method is told them", async ({ url }) => {
  const options = await get(`${url}/api/admin/collect/trigger`, { method: "OPTIONS" });
  assertEquals([options.status, options.headers.get("allow")], [204, "POST, OPTIONS"]);
  const wrong = await get(`${url}/api/predictions/top20`, { method: "DELETE" });
  assertEquals(wrong.status, 405);
  assertEquals(wrong.headers.get("allow"), "GET, HEAD, OPTIONS");
  assertEquals((JSON.parse(wrong.text) as ErrorAnswer).error.code, "METHOD_NOT_ALLOWED");
  assertEquals((await get(`${url}/theme.js`, { method: "PUT" })).status, 405);
});

step("every refusal has the envelope and its status", async ({ url }) => {
  const admin = { authorization: `Bearer ${ADMIN_KEY}` };
  const trigger = `${url}/api/admin/collect/trigger`;
  const json = { ...admin, "content-type": "application/json" };
  const post = (body: BodyInit) => ({ method: "POST", headers: json, body });
  const cases: [number, string, string, RequestInit][] = [
    [400, "VALIDATION_ERROR", `${url}/api/predictions/top20?limit=many`, {}],
    [400, "VALIDATION_ERROR", `${url}/api/predictions/top20?limit=1&limit=2`, {}],
    [400, "VALIDATION_ERROR", `${url}/api/predictions/top20?limit=`, {}],
    [400, "VALIDATION_ERROR", `${url}/api/predictions/top20?limit=0x10`, {}],
    [400, "VALIDATION_ERROR", `${url}/api/market/candles/B-T-C`, {}],
    [400, "BAD_REQUEST", `${url}/api/market/candles/%zz`, {}],
    [400, "BAD_REQUEST", trigger, post('{"mode":')],
    [400, "BAD_REQUEST", trigger, post("[1]")],
    [400, "VALIDATION_ERROR", trigger, post('{"mode":"sideways"}')],
    [400, "VALIDATION_ERROR", trigger, post('{"start_date":"2025-02-31"}')],
    [401, "UNAUTHORIZED", trigger, { method: "POST" }],
    [404, "NOT_FOUND", `${url}/api/predictions/crypto/NOSUCH`, {}],
    [404, "NOT_FOUND", `${url}/api/nothing`, {}],
    [413, "PAYLOAD_TOO_LARGE", trigger, post("x".repeat(1_048_577))],
    [503, "UNAVAILABLE", trigger, post("{}")],
  ];
  for (const [status, code, address, init] of cases) {
    const answer = await get(address, init);
    const { error } = JSON.parse(answer.text) as ErrorAnswer;
    assertEquals([answer.status, error.code], [status, code], address);
    assertMatch(error.code, CLOSED_CODES);
    assertEquals(error.request_id, answer.headers.get("x-request-id"));
    assert(!Number.isNaN(Date.parse(error.timestamp)));
  }
});

step("a refused input names the field and what would do", async ({ url }) => {
  const { error } = await getJson<ErrorAnswer>(`${url}/api/predictions/top20?limit=101`);
  assertEquals(error.details, [{ field: "limit", message: "must be at most 100" }]);
  assertStringIncludes(error.message, '"limit": must be at most 100');
});

step("a body of unknown length is cut at the limit too", async ({ url }) => {
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
  });
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", body: stream, headers };
  const answer = await fetch(`${url}/trpc/collection.trigger`, request);
  assertEquals(answer.status, 413);
  await answer.body?.cancel();
});

step("tRPC has the same envelope, statuses and limits", async ({ url }) => {
  const bad = await get(`${url}/trpc/predictions.top?input=${encodeURIComponent('{"limit":0}')}`);
  const shape = JSON.parse(bad.text) as { error: { message: string; data: ErrorAnswer } };
  assertEquals(bad.status, 400);
  assertEquals(shape.error.data.error.code, "VALIDATION_ERROR");
  assertEquals(shape.error.data.error.request_id, bad.headers.get("x-request-id"));
  const malformed = await get(`${url}/trpc/predictions.top?input={`);
  assertEquals(malformed.status, 400);
  const names = Array.from({ length: 21 }, () => "health.live").join(",");
  assertEquals((await get(`${url}/trpc/${names}?batch=1&input={}`)).status, 400);
  const wrong = await get(`${url}/trpc/collection.trigger`);
  assertEquals([wrong.status, wrong.headers.get("allow")], [405, "POST"]);
});

step("requests are logged by path and id, without query and keys", async ({ url, server }) => {
  server.lines.length = 0;
  const headers = { "x-api-key": ADMIN_KEY, "x-request-id": "0193549a7c1e7a3f8f1a5d2b6c9e0f12" };
  await get(`${url}/api/admin/collect/status?secret=hunter2`, { headers });
  const line = server.lines.find((one) =>
    one.fields.request_id === "0193549a7c1e7a3f8f1a5d2b6c9e0f12"
  );
  assertEquals(line?.fields.path, "/api/admin/collect/status");
  const all = JSON.stringify(server.lines);
  assert(!all.includes("hunter2") && !all.includes(ADMIN_KEY));
});

Deno.test("the HTTP edge", async (t) => {
  await using db = await testDatabase();
  const folder = await webFolder();
  await using server = await startTestApp(db, { webFolder: folder });
  for (const { name, work } of steps) await t.step(name, () => work({ server, url: server.url }));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what fails inside is logged under the request id and not told", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await db.sql("drop table predictions, market_tendencies cascade");
  for (const path of ["/api/predictions/crypto/BTC", "/trpc/market.tendency"]) {
    server.lines.length = 0;
    const answer = await get(server.url + path);
    assertEquals(answer.status, 500, path);
    assert(!/relation|predictions"|select|stack/.test(answer.text), answer.text);
    const id = answer.headers.get("x-request-id");
    const logged = server.lines.find((line) => line.fields.request_id === id && line.fields.stack);
    assertStringIncludes(logged?.message ?? "", "does not exist");
  }
});

/** A request as bytes: `fetch` would tidy the address up before it is sent. */
async function requestRaw(url: string, line: string, headers = ""): Promise<string> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const text = `${line}\r\nhost: test\r\naccept: text/html\r\nconnection: close\r\n${headers}\r\n`;
  await connection.write(new TextEncoder().encode(text));
  return await new Response(connection.readable).text();
}

async function fetchRaw(url: string, encoding: string): Promise<string> {
  const { pathname } = new URL(url);
  return await requestRaw(url, `GET ${pathname} HTTP/1.1`, `accept-encoding: ${encoding}\r\n`);
}
