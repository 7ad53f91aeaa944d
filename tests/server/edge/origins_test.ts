import { assertEquals } from "@std/assert";
import { createClientReader } from "../../../server/client_address.ts";
import { testDatabase } from "../../helpers/database.ts";
import { get, startTestApp } from "../app_for_tests.ts";

const FRIEND = "https://friend.example";

Deno.test("pages of ALLOWED_ORIGINS may call, with their origin named; others may not", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { ALLOWED_ORIGINS: FRIEND } });
  const known = `${server.url}/api/admin/collect/trigger`;
  const preflight = (origin: string) =>
    get(known, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
  const friend = await preflight(FRIEND);
  assertEquals(friend.status, 204);
  assertEquals(friend.headers.get("access-control-allow-origin"), FRIEND);
  assertEquals(friend.headers.get("access-control-allow-credentials"), "true");
  assertEquals(friend.headers.get("access-control-allow-methods"), "POST, OPTIONS");
  assertEquals(
    friend.headers.get("access-control-allow-headers")?.includes("idempotency-key"),
    true,
  );
  for (const origin of ["https://evil.example", `${FRIEND}.evil.example`, "null"]) {
    const stranger = await preflight(origin);
    assertEquals(stranger.headers.get("access-control-allow-origin"), null, origin);
    assertEquals(stranger.headers.get("access-control-allow-methods"), null, origin);
  }
  const read = await get(`${server.url}/api/v1/health/live`, { headers: { origin: FRIEND } });
  assertEquals(read.headers.get("access-control-allow-origin"), FRIEND);
  assertEquals(read.headers.get("vary")?.includes("origin"), true);
  const plain = await get(`${server.url}/api/v1/health/live`);
  assertEquals(plain.headers.get("access-control-allow-origin"), null);
  assertEquals(plain.headers.get("vary")?.includes("origin"), true, "or a cache would mix them up");
});

Deno.test("over TLS browsers are told to stay there, over http not", async () => {
  await using db = await testDatabase();
  const transport = async (
    env: Record<string, string>,
    headers: Record<string, string> = {},
    host = "127.0.0.1",
  ) => {
    await using server = await startTestApp(db, { env });
    const url = server.url.replace("127.0.0.1", host);
    const answer = await get(`${url}/api/v1/health/live`, { headers });
    return answer.headers.get("strict-transport-security");
  };
  const overTls = { "x-forwarded-proto": "https" };
  assertEquals(await transport({}), null);
  assertEquals(await transport({}, overTls), null, "anyone can write this header");
  assertEquals(await transport({ TRUSTED_PROXIES: "127.0.0.1" }, overTls), "max-age=31536000");
  assertEquals(await transport({ TRUSTED_PROXIES: "127.0.0.1" }), null);
  assertEquals(await transport({ WEB_UI_PROTOCOL: "https" }), null, "the plain port beside it");
  const local = await transport({ TRUSTED_PROXIES: "127.0.0.1" }, overTls, "localhost");
  assertEquals(local, null, "it would hold for every port of this machine");
});

Deno.test("the client is the nearest hop that is no trusted proxy", () => {
  const read = createClientReader(["10.0.0.0/8", "::1", "2001:db8:ffff::/48"]);
  const address = (peer: string, forwarded?: string) =>
    read(peer, new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }))
      .address;
  assertEquals(address("192.0.2.1", "198.51.100.1"), "192.0.2.1", "the peer is no proxy");
  assertEquals(address("10.0.0.1"), "10.0.0.1");
  assertEquals(address("10.0.0.1", "198.51.100.1"), "198.51.100.1");
  assertEquals(address("10.0.0.1", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
  assertEquals(address("::ffff:10.0.0.1", "198.51.100.1, 10.9.9.9"), "198.51.100.1");
  assertEquals(address("10.0.0.1", "198.51.100.1, unknown, 10.9.9.9"), "10.9.9.9");
  assertEquals(address("10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
  assertEquals(address("::1", "[2001:db8::7]:443"), "2001:db8::7");
  assertEquals(address("2001:db8:ffff::1", "::ffff:198.51.100.1"), "198.51.100.1");
  assertEquals(address("10.0.0.1", "10.0.0.2, 10.0.0.3"), "10.0.0.2", "all are proxies");
  assertEquals(address("10.0.0.1", ""), "10.0.0.1");
});
