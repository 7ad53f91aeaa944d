import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { connect, type TLSSocket } from "node:tls";
import { makeCertificate } from "../../../server/tls/make_certificate.ts";
import { ownPaths, storeCertificate } from "../../../server/tls/store_certificate.ts";
import { testDatabase } from "../../helpers/database.ts";
import { storeMarket } from "../market_for_tests.ts";
import { ADMIN_KEY, startTestApp, type TestApp } from "../app_for_tests.ts";

const HOST = "crypto-ai.local";
const TLS = { WEB_UI_PROTOCOL: "https", WEB_UI_HOST: HOST };
const PAGE = { accept: "text/html,application/xhtml+xml" };

/** Speaks to the HTTPS face as a client that trusts its certificate and calls it by an address. */
async function openClient(server: TestApp) {
  const { certificate } = ownPaths(server.app.config.dataDir);
  const caCerts = [await Deno.readTextFile(certificate)];
  const client = Deno.createHttpClient({ caCerts });
  const origin = `https://127.0.0.1:${new URL(server.secureUrl).port}`;
  return {
    origin,
    async get(path: string, init: RequestInit = {}) {
      const asked = { ...init, redirect: "manual" as const, client };
      const response = await fetch(`${origin}${path}`, asked);
      const { status, headers } = response;
      return { status, headers, text: await response.text() };
    },
    [Symbol.dispose]: () => client.close(),
  };
}

/** Speaks to the plain port. */
async function getPlain(server: TestApp, path: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}${path}`, { ...init, redirect: "manual" });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

Deno.test("the face serves the same over TLS, and browsers are told to stay", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: TLS });
  using client = await openClient(server);
  assertMatch(server.secureUrl, /^https:\/\/crypto-ai\.local:\d+$/);
  const live = await client.get("/api/v1/health/live");
  assertEquals([live.status, live.text], [200, '{"status":"alive"}']);
  assertEquals(live.headers.get("strict-transport-security"), "max-age=31536000");
  const plain = await getPlain(server, "/api/v1/health/live");
  assertEquals([plain.status, plain.headers.get("strict-transport-security")], [200, null]);

  const account = { email: "ada@example.com", password: "correct horse battery" };
  const body = JSON.stringify(account);
  const headers = { "content-type": "application/json", origin: client.origin };
  const registered = await client.get("/api/v1/auth/register", { method: "POST", headers, body });
  assertEquals(registered.status, 200, registered.text);
  const cookie = registered.headers.getSetCookie()[0]!;
  assertMatch(cookie, /^__Host-session=[^;]+; .*Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  const me = await client.get("/api/v1/auth/me", { headers: { cookie: cookie.split(";")[0]! } });
  assertStringIncludes(me.text, "ada@example.com");
});

Deno.test("plain HTTP sends pages to the face, by its own name and no other", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: TLS });
  const { secureUrl } = server;
  const locationOf = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await getPlain(server, path, { headers: { ...PAGE, ...headers } });
    assertEquals(answer.status, 308, path);
    return answer.headers.get("location");
  };
  assertEquals(await locationOf("/market/BTC?days=7"), `${secureUrl}/market/BTC?days=7`);
  for (const path of ["//evil.example/x", "/\\evil.example", "/@evil.example"]) {
    assertEquals(new URL((await locationOf(path))!).origin, secureUrl, path);
  }
  const { port } = new URL(server.url);
  const called = await sendRaw(Number(port), "GET / HTTP/1.1\r\nhost: evil.example\r\n");
  assertStringIncludes(called, `location: ${secureUrl}/`);
  const absolute = await sendRaw(Number(port), "GET http://evil.example/a HTTP/1.1\r\nhost: a\r\n");
  assertStringIncludes(absolute, `location: ${secureUrl}/a`);
  const head = await getPlain(server, "/", { method: "HEAD", headers: PAGE });
  assertEquals(head.status, 308);
});

Deno.test("plain HTTP goes on answering this machine, and others with their health alone", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { ...TLS, TRUSTED_PROXIES: "127.0.0.1" } });
  const key = { "x-api-key": ADMIN_KEY };
  const info = "/api/admin/system/info";
  const from = (address: string) => ({ "x-forwarded-for": address });
  const status = async (path: string, headers: Record<string, string>) =>
    (await getPlain(server, path, { headers })).status;
  assertEquals(await status(info, key), 200);
  assertEquals(await status("/", {}), 200, "a program, which asks for no page");
  const far = from("203.0.113.9");
  const refused = await getPlain(server, info, { headers: { ...key, ...far } });
  assertEquals(refused.status, 403);
  assertStringIncludes(refused.text, `Use ${server.secureUrl}, with a new key`);
  assertEquals(await status("/api/v1/health/ready", far), 200);
  assertEquals(await status("/healthy", far), 403);
  assertEquals(await status("/", { ...far, ...PAGE }), 308);
  const overTls = { "x-forwarded-proto": "https" };
  assertEquals(await status(info, { ...key, ...far, ...overTls }), 200, "TLS ended at the proxy");
});

/** What is answered to a request for a page over a bare socket. */
async function sendRaw(port: number, start: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const rest = "accept: text/html\r\nconnection: close\r\n\r\n";
  await connection.write(new TextEncoder().encode(start + rest));
  return await new Response(connection.readable).text();
}

interface Connected {
  readonly socket: TLSSocket;
  /** The serial number of the certificate that it was shown. */
  readonly serial: string;
  /** What it has received so far. */
  text(): string;
}

/** Opens a connection that trusts nobody, and begins a stream over it. */
function openStream(port: number): Promise<Connected> {
  const { promise, resolve, reject } = Promise.withResolvers<Connected>();
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  let text = "";
  socket.once("error", reject);
  socket.once("secureConnect", () => {
    const serial = socket.getPeerCertificate().serialNumber;
    socket.write("GET /trpc/collection.setupLive HTTP/1.1\r\nhost: test\r\n\r\n");
    socket.on("data", (part) => {
      text += String(part);
      if (text.includes("data: {")) resolve({ socket, serial, text: () => text });
    });
  });
  return promise;
}

Deno.test("a new certificate is for new connections; streams that are open go on", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: TLS });
  const port = Number(new URL(server.secureUrl).port);
  const streams = await Promise.all(Array.from({ length: 10 }, () => openStream(port)));
  const paths = ownPaths(server.app.config.dataDir);
  const endsBefore = server.app.certificateEndsMs();

  await Deno.writeTextFile(paths.certificate, "garbage");
  await server.lookAtCertificate();
  const kept = await openStream(port);
  assertEquals(kept.serial, streams[0]!.serial);
  assert(server.lines.some(({ message }) => message.includes("stays as it is")));

  const pair = await makeCertificate({ host: HOST, days: 7, nowMs: Date.now() });
  await storeCertificate(paths, pair, { replace: true });
  await server.lookAtCertificate();
  const fresh = await openStream(port);
  assert(fresh.serial !== kept.serial, "the new one is shown");
  assert(server.app.certificateEndsMs()! < endsBefore!);
  const { services } = JSON.parse((await getPlain(server, "/health")).text);
  assertMatch(services.certificate.message, /^The certificate ends in 6 days, on /);

  const lengths = streams.map((stream) => stream.text().length);
  const more = Promise.all(streams.map(({ socket }) => {
    return new Promise((resolve) => socket.once("data", resolve));
  }));
  await storeMarket(db, 10);
  await more;
  for (const [place, stream] of streams.entries()) {
    assert(stream.text().length > lengths[place]!);
    assertEquals(stream.socket.destroyed, false);
  }
  for (const { socket } of [...streams, kept, fresh]) socket.destroy();
});

Deno.test("whoever is slow at the handshake or after it is cut as over plain HTTP", async () => {
  await using db = await testDatabase();
  const patience = { headersMs: 300, requestMs: 600, idleMs: 600, checkMs: 50 };
  await using server = await startTestApp(db, { env: TLS, patience });
  const port = Number(new URL(server.secureUrl).port);
  const silent = await Deno.connect({ hostname: "127.0.0.1", port });
  assertEquals(await silent.read(new Uint8Array(16)), null, "no handshake came");
  silent.close();
  const half = await Deno.connect({ hostname: "127.0.0.1", port });
  await half.write(new Uint8Array([22, 3, 1, 2, 0, 1]));
  assertEquals(await half.read(new Uint8Array(16)), null, "half a handshake came");
  half.close();
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let text = "";
  socket.on("data", (part) => text += String(part));
  socket.once("secureConnect", () => socket.write("GET / HTTP/1.1\r\nhost"));
  await closed;
  assertMatch(text, /^HTTP\/1\.1 408 /);
});

Deno.test("the task makes what is served, once, and is refused the second time", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "certs task " });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "-q", "certs", ...args],
      env: { DATA_DIR: dataDir, WEB_UI_HOST: HOST, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
      stdin: "null",
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  };
  const made = await run("--days", "30");
  assertEquals([made.code, made.stderr], [0, ""]);
  assertStringIncludes(made.stdout, `127.0.0.1 ${HOST}`);
  assertStringIncludes(made.stdout, `curl --cacert cert.pem https://${HOST}:10443/health`);
  const paths = ownPaths(dataDir);
  if (Deno.build.os !== "windows") {
    assertEquals((await Deno.stat(paths.key)).mode! & 0o777, 0o600);
  }
  const key = await Deno.readTextFile(paths.key);
  assert(!made.stdout.includes(key.split("\n")[1]!), "the key is not shown");
  const again = await run();
  assertEquals([again.code, again.stdout], [1, ""]);
  assertStringIncludes(again.stderr, "is there already. Use --force to replace it.");
  assertEquals(await Deno.readTextFile(paths.key), key);
  assertEquals((await run("--force")).code, 0);
  assert(await Deno.readTextFile(paths.key) !== key);
  assertEquals([...Deno.readDirSync(join(dataDir, "certs"))].length, 2, "nothing else is left");
  await Deno.remove(dataDir, { recursive: true });
});
