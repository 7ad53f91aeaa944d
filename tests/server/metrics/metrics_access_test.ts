import { assertEquals, assertStringIncludes } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, get, getJson, startTestApp, type TestApp } from "../app_for_tests.ts";

const ADMIN = { "x-api-key": ADMIN_KEY };

async function statusOf({ url }: TestApp, headers: HeadersInit = {}, method = "GET") {
  return (await get(`${url}/metrics`, { method, headers })).status;
}

/** The status of a request whose head is written by hand: no client lets a test choose the host. */
async function statusOfHost({ url }: TestApp, host: string): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  const head = `GET /metrics HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  const text = await new Response(connection.readable).text();
  return Number(text.split(" ")[1]);
}

Deno.test("a program on this machine reads the metrics without a key, everyone else as an administrator", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { API_KEY_REQUIRED: "true" } });
  assertEquals(await statusOf(server), 200);
  assertEquals(await statusOf(server, {}, "HEAD"), 200);
  assertEquals(await statusOf(server, ADMIN, "POST"), 405);
  const marks = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via"];
  for (const mark of [...marks, "forwarded"]) {
    assertEquals(await statusOf(server, { [mark]: "127.0.0.1" }), 401, `${mark} is of a proxy`);
    assertEquals(await statusOf(server, { [mark]: "127.0.0.1", ...ADMIN }), 200, mark);
  }
  for (const host of ["127.0.0.1:8000", "localhost", "[::1]:1"]) {
    assertEquals(await statusOfHost(server, host), 200, host);
  }
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
    assertEquals(
      await statusOfHost(server, host),
      401,
      `a page of ${host} has sent a browser here`,
    );
  }
});

Deno.test("what comes through a trusted proxy on this machine is not from this machine", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, {
    env: { TRUSTED_PROXIES: "127.0.0.0/8", WEB_UI_HOST: "crypto-ai.local" },
  });
  assertEquals(await statusOf(server), 401, "even where it says nothing of the client");
  assertEquals(await statusOf(server, { "x-forwarded-for": "127.0.0.1" }), 401);
  assertEquals(await statusOfHost(server, "crypto-ai.local"), 401);
  assertEquals(await statusOf(server, { "x-forwarded-for": "192.0.2.7", ...ADMIN }), 200);
});

Deno.test("a key of a user is not enough, and the name of the server's own face is local", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { WEB_UI_HOST: "crypto-ai.local" } });
  assertEquals(await statusOfHost(server, "crypto-ai.local:10443"), 200);
  const { result } = await getJson<{ result: { data: { key: string } } }>(
    `${server.url}/trpc/keys.create`,
    {
      method: "POST",
      headers: { ...ADMIN, "content-type": "application/json" },
      body: JSON.stringify({ name: "reader", role: "user" }),
    },
  );
  const asUser = { "x-api-key": result.data.key, "x-forwarded-for": "192.0.2.7" };
  assertEquals(await statusOf(server, asUser), 403);
});

Deno.test("without a database the process still tells of itself", async () => {
  const db = await testDatabase();
  await using server = await startTestApp(db);
  await db[Symbol.asyncDispose]();
  const answer = await get(`${server.url}/metrics`);
  assertEquals(answer.status, 200);
  assertStringIncludes(answer.text, "\ncrypto_ai_database_up 0\n");
  assertStringIncludes(answer.text, "\nprocess_resident_memory_bytes ");
  assertEquals(answer.text.includes('source="database"'), false);
});
