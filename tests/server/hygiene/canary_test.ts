import { assert, assertEquals } from "@std/assert";
import type { Database } from "../../../db/mod.ts";
import { appRouter } from "../../../server/app_router.ts";
import { loadConfig } from "../../../server/config.ts";
import { openLog } from "../../../server/log.ts";
import { restRoutes } from "../../../server/rest.ts";
import { secretValues } from "../../../server/secret_values.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { parseExposition } from "../metrics/parse_exposition.ts";
import { CANARY_ENV, everyPath, everyProcedure, GARBAGE, PERSON, SECRETS } from "./canaries.ts";

/** One server whose log is the real one; all that it has written. */
interface Watched {
  readonly url: string;
  readonly db: Database;
  written(): Promise<string>;
  /** How many requests were sent. */
  sent: number;
  call(
    method: string,
    path: string,
    init?: { headers?: HeadersInit; body?: string },
  ): Promise<string>;
}

async function watched(work: (server: Watched) => Promise<void>): Promise<void> {
  await using db = await testDatabase();
  const folder = await Deno.makeTempDir({ prefix: "canary test " });
  const stderr: string[] = [];
  const log = await openLog({
    file: `${folder}/app.log`,
    level: "DEBUG",
    retentionDays: 2,
    secrets: secretValues(loadConfig(CANARY_ENV, Date.now())),
    writeLine: (line) => stderr.push(line),
    now: Date.now,
  });
  const refuse = () => Promise.reject(new Error(thrown()));
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
  {
    await using server = await startTestApp(db, { env: CANARY_ENV, log, jobs });
    const state: Watched = {
      url: server.url,
      db,
      sent: 0,
      written: async () => await Deno.readTextFile(`${folder}/app.log`) + stderr.join("\n"),
      async call(method, path, { headers, body } = {}) {
        state.sent++;
        const init = { method, headers: { ...DISTURBING, ...headers }, ...(body && { body }) };
        const response = await fetch(server.url + path, init).catch(() => null);
        if (response === null) return "";
        if (!/event-stream/.test(response.headers.get("content-type") ?? "")) {
          return await response.text();
        }
        await response.body?.cancel();
        return "";
      },
    };
    await work(state);
  }
  log.close();
  await Deno.remove(folder, { recursive: true });
}

/** What a library might put into the message of an error. */
function thrown(): string {
  return `connect postgresql://market:${SECRETS.database}@db failed for ${PERSON.email} ` +
    `(${PERSON.phone}) with Bearer ${SECRETS.adminKey}`;
}

/** Personal data where a client can put them besides the input. */
const DISTURBING = {
  "user-agent": `${PERSON.name}'s phone`,
  "x-request-id": PERSON.userId,
  "x-forwarded-for": PERSON.userId,
  "idempotency-key": PERSON.userId,
  "content-type": "application/json",
  referer: `https://example.com/${PERSON.email}`,
};

const ADMIN = { authorization: `Bearer ${SECRETS.adminKey}` };
const WRONG = { "x-api-key": SECRETS.badToken, cookie: `__Host-session=${SECRETS.badToken}` };

/** Every procedure over tRPC and every path over REST, as an administrator and with a wrong key. */
async function driveAll({ call }: Watched): Promise<void> {
  const query = `q=${encodeURIComponent(PERSON.email)}&key=${SECRETS.adminKey}`;
  for (const { name, kind, fields } of everyProcedure()) {
    const value = GARBAGE[fields.length % 5];
    const input = JSON.stringify(Object.fromEntries(fields.map((field) => [field, value])));
    const asQuery = `/trpc/${name}?input=${encodeURIComponent(input)}&${query}`;
    for (const headers of [ADMIN, WRONG]) {
      if (kind === "mutation") {
        await call("POST", `/trpc/${name}?${query}`, { headers, body: input });
      } else await call("GET", asQuery, { headers });
    }
  }
  for (const value of [PERSON.userId, PERSON.email, PERSON.name]) {
    for (const { method, path } of everyPath(value)) {
      const body = method === "GET" ? undefined : `{"email":"${PERSON.email}","amount":"1"}`;
      await call(method, `${path}?${query}`, { headers: ADMIN, ...(body && { body }) });
      await call(method, path, { headers: WRONG, ...(body && { body: `{"${PERSON.email}` }) });
    }
    await call("GET", `/${encodeURIComponent(value)}`, {});
    await call("GET", `/people/${encodeURIComponent(value)}`, { headers: { accept: "text/html" } });
    await call("PUT", `/api/${encodeURIComponent(value)}?${query}`, {});
    await call("GET", `/trpc/${encodeURIComponent(value)}`, {});
  }
}

/** Signs up and in, rightly and wrongly; what was handed out on the way. */
async function driveAccount({ call, url }: Watched): Promise<string[]> {
  const { email, userId } = PERSON;
  const { password } = SECRETS;
  const credentials = JSON.stringify({ email, password, user_id: userId });
  await call("POST", "/api/v1/auth/register", { body: credentials });
  await call("POST", "/api/v1/auth/register", { body: credentials });
  await call("POST", "/api/v1/auth/login", {
    body: JSON.stringify({ email, password: `${password}x` }),
  });
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: "POST",
    headers: DISTURBING,
    body: credentials,
  });
  const { access_token: token } = await login.json();
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { authorization: `Bearer ${token}` };
  const named = JSON.stringify({ name: `${PERSON.name}'s laptop` });
  const made = JSON.parse(await call("POST", "/trpc/keys.create", { headers, body: named }));
  const key: string = made.result.data.key;
  const each: Record<string, string>[] = [
    headers,
    { "x-api-key": key },
    { cookie },
    { "x-api-key": `${key}0` },
  ];
  for (const one of each) {
    await call("GET", "/api/v1/auth/me", { headers: one });
    await call("GET", "/api/v1/auth/me/export", { headers: one });
    await call("GET", `/api/v1/coins/balance/${userId}`, { headers: one });
  }
  return [token, key, cookie.split("=")[1] ?? ""].filter((secret) => secret !== "");
}

function leaksIn(text: string, canaries: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return canaries.filter((canary) => lower.includes(canary.toLowerCase()));
}

/** Whatever was asked for, the routes are those that are described, and a handful besides. */
function assertRoutesAreOurs(metrics: string, sent: number): void {
  const names = everyProcedure().map(({ name }) => `/trpc/${name}`);
  const paths = restRoutes(appRouter).map(({ segments }) => segments.join("/"));
  const ours = [...names, ...paths, ...["/", "/metrics", "{page}", "{file}", "{unknown}"]];
  const { series } = parseExposition(metrics);
  const counted = series.filter(({ name }) => name === "crypto_ai_http_requests_total");
  const foreign = counted.filter(({ labels }) => !ours.includes(labels.route!));
  assertEquals(foreign.map(({ labels }) => labels.route), ["/trpc/{unknown}"]);
  const total = counted.reduce((sum, { value }) => sum + value, 0);
  assert(total >= sent - 1, `${total} of ${sent} are counted`);
}

const ALL = [...Object.values(SECRETS), ...Object.values(PERSON), "Quillfeather", "canary-mail"];

Deno.test("no line of the log has a secret or personal data, whatever is sent", async () => {
  await watched(async (server) => {
    const handedOut = await driveAccount(server);
    assertEquals(handedOut.length, 3);
    await driveAll(server);
    const metrics = await server.call("GET", "/metrics", { headers: ADMIN });
    assertRoutesAreOurs(metrics, server.sent);
    assertEquals(leaksIn(metrics, [...ALL, ...handedOut]), []);
    const text = await server.written();
    assert(text.split("\n").length > server.sent, "every request has its line");
    assertEquals(leaksIn(text, [...ALL, ...handedOut]), []);
    for (const line of text.trim().split("\n")) if (line.startsWith("{")) JSON.parse(line);
  });
});

Deno.test("nor when everything behind it fails", async () => {
  await watched(async (server) => {
    const handedOut = await driveAccount(server);
    // Rows that break what reads them, then nothing to read from.
    await server.db.sql("alter table people drop constraint people_role_check");
    await server.db.sql("alter table people rename column role to former_role");
    await driveAll(server);
    await server.db.orm.close(true);
    await driveAll(server);
    const metrics = await server.call("GET", "/metrics", { headers: ADMIN });
    assert(/^crypto_ai_database_up [01]$/m.test(metrics));
    assertEquals(leaksIn(metrics, [...ALL, ...handedOut]), []);
    const text = await server.written();
    assert(/failed inside the server/.test(text));
    assertEquals(leaksIn(text, [...ALL, ...handedOut]), []);
  });
});

Deno.test("a start that fails says why without a secret", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "canary test " });
  const env = { ...CANARY_ENV, DATA_DIR: dataDir, API_PORT: "0", NO_COLOR: "1" };
  for (const args of [["server/main.ts"], ["jobs/cli/db.ts", "status"]]) {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", ...args],
      cwd: new URL("../../../", import.meta.url),
      env,
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertEquals(code, 1, text);
    assert(/DATABASE_URL \(127\.0\.0\.1:1\/none\) cannot be used/.test(text), text);
    assertEquals(leaksIn(text, ALL), []);
  }
  await Deno.remove(dataDir, { recursive: true });
});
