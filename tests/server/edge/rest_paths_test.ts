import { assertEquals, assertMatch } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, type ErrorAnswer, get, startTestApp } from "../app_for_tests.ts";

const ADMIN = { "x-api-key": ADMIN_KEY };

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const { status, text, headers } = await get(url, init);
  const body = text.startsWith("{") ? JSON.parse(text) : {};
  return { status, code: (body as Partial<ErrorAnswer>).error?.code, body, headers };
}

Deno.test("fields of a coin's POST come by body or by query, each by one way", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const mint = `${server.url}/api/v1/coins/mint/ann`;
  const post = (url: string, body?: unknown) =>
    ask(url, {
      method: "POST",
      headers: body === undefined ? ADMIN : { ...ADMIN, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const balance = async () =>
    (await ask(`${server.url}/api/v1/coins/balances`, { headers: ADMIN })).body.ann;

  assertEquals((await post(`${mint}?amount=5&dry_run=true`)).body.dry_run, true);
  assertEquals(await balance(), undefined, "a dry run moves nothing");
  const made = await post(`${mint}?amount=5&dry_run=false`);
  assertEquals([made.status, made.body.success], [200, true], "false means false");
  assertEquals((await post(mint, { amount: "2" })).status, 200);
  assertMatch(String(await balance()), /^7(\.0+)?$/);

  const conflicts: [string, unknown][] = [
    [`${mint}?amount=1`, { amount: "2" }],
    [`${mint}?amount=1`, { amount: "1" }],
    [`${mint}?amount=1&amount=1`, undefined],
    [`${mint}?user_id=bob&amount=1`, undefined],
    [mint, { user_id: "bob", amount: "1" }],
    [`${mint}?amount=1&dry_run=perhaps`, undefined],
  ];
  for (const [url, body] of conflicts) {
    const { status, code } = await post(url, body);
    assertEquals([status, code], [400, "VALIDATION_ERROR"], `${url} ${JSON.stringify(body)}`);
  }
  assertMatch(String(await balance()), /^7(\.0+)?$/);
});

Deno.test("a wrong method is told the right ones; OPTIONS names them; paths are decoded", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { url } = server;
  const methods: [string, string, string][] = [
    ["GET", "/api/v1/transactions/quick-send", "POST, OPTIONS"],
    ["DELETE", "/api/v1/transactions/0190b5b2-0000-7000-8000-000000000000", "GET, HEAD, OPTIONS"],
    ["PUT", "/api/v1/auth/me", "GET, DELETE, HEAD, OPTIONS"],
    ["PATCH", "/health", "GET, HEAD, OPTIONS"],
    ["POST", "/api/predictions/top20", "GET, HEAD, OPTIONS"],
    ["PUT", "/trpc/health.live", "GET, POST, OPTIONS"],
    ["DELETE", "/openapi.json", "GET, HEAD, OPTIONS"],
  ];
  const sorted = (list: string | null) => (list ?? "").split(", ").sort();
  for (const [method, path, allowed] of methods) {
    const answer = await ask(url + path, { method, headers: ADMIN });
    assertEquals([answer.status, answer.code], [405, "METHOD_NOT_ALLOWED"], `${method} ${path}`);
    assertEquals(sorted(answer.headers.get("allow")), sorted(allowed), path);
    const options = await ask(url + path, { method: "OPTIONS" });
    assertEquals(options.status, 204, path);
    assertEquals(sorted(options.headers.get("allow")), sorted(allowed), path);
  }
  assertEquals((await ask(`${url}/api/nothing`, { method: "OPTIONS" })).status, 404);

  assertEquals((await ask(`${url}/api/v1/he%61lth/live`)).status, 200);
  const coin = await ask(`${url}/api/predictions/crypto/%42TC`);
  assertEquals([coin.status, coin.code], [404, "NOT_FOUND"]);
  assertMatch(JSON.stringify(coin.body), /BTC/);
  for (const path of ["/api/predictions/crypto/..%2Ftop20", "/api/predictions/crypto/%00"]) {
    assertEquals((await ask(url + path)).status, 400, path);
  }
  assertEquals((await ask(`${url}/api/predictions/crypto/%ff`)).status, 400);

  const password = `${url}/api/v1/auth/login?email=ann@example.com&password=in-the-open`;
  assertEquals((await ask(password, { method: "POST" })).status, 400);
});
