import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { openLog } from "../../../server/log.ts";
import { openSettings } from "../../../server/open_settings.ts";
import { binanceHosts, jobsConfig } from "../../../server/jobs_config.ts";
import { testDatabase } from "../../helpers/database.ts";
import { get, startTestApp } from "../app_for_tests.ts";

const ADMIN = ["5b1f0c7ad2e94386a1b7c0de", "c2a97be01f4d8356b9e0d713"] as const;
const JWT = ["q8Zt3vLw0sYc7Rk1NfHd5XbGm2UaJpEo", "Vx4TnB9eKr2QzLh7YdWc6MsGf1AuPjRi"] as const;
const FIRST = { ENVIRONMENT: "production", ADMIN_API_KEY: ADMIN[0], JWT_SECRET_KEY: JWT[0] };

/** Settings whose texts can be changed, followed by a log that is read back. */
async function open(env: Record<string, string>) {
  const dataDir = await Deno.makeTempDir({ prefix: "settings " });
  const texts = { current: { DATA_DIR: dataDir, API_PORT: "0", ...env } as Record<string, string> };
  let broken: Error | null = null;
  const settings = await openSettings(() =>
    broken === null ? Promise.resolve(texts.current) : Promise.reject(broken)
  );
  const lines: string[] = [];
  const file = join(dataDir, "app.log");
  const log = await openLog({
    file,
    level: "DEBUG",
    retentionDays: 1,
    writeLine: (line) => lines.push(line),
    now: Date.now,
  });
  const followed = settings.follow(log);
  return {
    config: settings.config,
    log,
    file,
    /** Changes texts, reads them anew, and tells what was logged meanwhile. */
    async change(changes: Record<string, string> | Error): Promise<string[]> {
      broken = changes instanceof Error ? changes : null;
      if (broken === null) texts.current = { ...texts.current, ...changes as typeof env };
      await followed.reload();
      return lines.splice(0);
    },
    async [Symbol.asyncDispose]() {
      followed.close();
      log.close();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

Deno.test("secrets change while we run; what else changed is named and waits", async () => {
  await using opened = await open({ ...FIRST, OPENAI_API_KEY: "sk-first-0123456789" });
  const { config, change } = opened;
  assertEquals(await change({}), []);
  const said = await change({
    OPENAI_API_KEY: "sk-second-0123456789",
    DATABASE_URL: "postgresql://app:Xk3nR8vTq2@db/app",
    TOP_N_CRYPTOS: "7",
  });
  assertEquals(said, [
    "In use from now on, as it was changed: OPENAI_API_KEY.",
    "warn: Changed, and in use from the next start on: DATABASE_URL, TOP_N_CRYPTOS.",
  ]);
  assertEquals(config.secrets().openaiApiKey, "sk-second-0123456789");
  assertEquals([config.databaseUrl, config.topNCryptos], [undefined, 50]);
  assertEquals(await change({}), [], "and is named once");
  await change({ OPENAI_API_KEY: "" });
  assertEquals(config.secrets().openaiApiKey, undefined);
});

Deno.test("settings that cannot be used leave those before in place", async () => {
  await using opened = await open(FIRST);
  const { config, change } = opened;
  const [weak, ...rest] = await change({ ADMIN_API_KEY: "changeme", JWT_SECRET_KEY: JWT[1] });
  assertEquals(rest, []);
  assertStringIncludes(weak!, "error: The settings stay as they are.");
  assertStringIncludes(weak!, "ADMIN_API_KEY is too short for production.");
  assert(!weak!.includes("changeme"));
  assertEquals(config.secrets(), {
    ...config.secrets(),
    adminApiKey: ADMIN[0],
    jwtSecretKey: JWT[0],
  });
  assertEquals(await change({}), [], "the same is said once");
  assertEquals(await change(new Error("AWS is away.")), [
    "error: The settings stay as they are. AWS is away.",
  ]);
  assertEquals(await change({ ADMIN_API_KEY: ADMIN[1] }), [
    "In use from now on, as it was changed: ADMIN_API_KEY, JWT_SECRET_KEY.",
  ]);
  assertEquals(config.secrets().adminApiKey, ADMIN[1]);
});

Deno.test("with Secrets Manager settings are read again and again, without it when told", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "settings " });
  const log = await openLog({
    file: join(dataDir, "app.log"),
    level: "ERROR",
    retentionDays: 1,
    writeLine: () => {},
    now: Date.now,
  });
  const thrice = Promise.withResolvers<void>();
  let polled = 0;
  const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a";
  const from = await openSettings(() => {
    if (++polled === 3) thrice.resolve();
    return Promise.resolve({ SECRETS_MANAGER_ARN: arn });
  });
  let asked = 0;
  const without = await openSettings(() => Promise.resolve({ TOP_N_CRYPTOS: String(++asked) }));
  const followed = [from, without].map((settings) => settings.follow(log, 5));
  await thrice.promise;
  assertEquals(asked, 1);
  for (const one of followed) one.close();
  await followed[1]!.reload();
  assertEquals(asked, 2);
  // Whatever was under way when it was closed is over after this.
  await followed[0]!.reload();
  log.close();
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("no new secret is written to the log, not even by those who quote it", async () => {
  await using opened = await open(FIRST);
  await opened.change({
    TWILIO_AUTH_TOKEN: "Hq7ZkWv0Lm3d",
    DATABASE_URL: "postgres://a:Pw8xTz@db/a",
  });
  opened.log.error("Twilio says: Hq7ZkWv0Lm3d is wrong", { reason: `${ADMIN[0]} or Pw8xTz` });
  const written = await Deno.readTextFile(opened.file);
  assertStringIncludes(written, "[secret] is wrong");
  for (const value of ["Hq7ZkWv0Lm3d", "Pw8xTz"]) assert(!written.includes(value), value);
});

Deno.test("whoever uses a secret uses the newest", async (t) => {
  await using db = await testDatabase();
  await using opened = await open({ ...FIRST, ENVIRONMENT: "local" });
  const { config, change } = opened;
  await using server = await startTestApp(db, { config });
  const status = async (credential: string, path = "/api/admin/system/info") =>
    (await get(`${server.url}${path}`, { headers: { authorization: `Bearer ${credential}` } }))
      .status;

  await t.step("the administrator's key", async () => {
    assertEquals([await status(ADMIN[0]), await status(ADMIN[1])], [200, 401]);
    await change({ ADMIN_API_KEY: ADMIN[1] });
    assertEquals([await status(ADMIN[0]), await status(ADMIN[1])], [401, 200]);
  });

  await t.step("the keys of tokens, the newest first", async () => {
    const body = JSON.stringify({ email: "ada@example.com", password: "correct horse battery" });
    const headers = { "content-type": "application/json" };
    const sign = async (path: string) => {
      const { text } = await get(`${server.url}${path}`, { method: "POST", headers, body });
      return JSON.parse(text).access_token as string;
    };
    const isGood = async (token: string) => await status(token, "/api/v1/auth/me") === 200;
    const old = await sign("/api/v1/auth/register");
    await change({ JWT_SECRET_KEY: `${JWT[1]},${JWT[0]}` });
    const fresh = await sign("/api/v1/auth/login");
    assertEquals([await isGood(old), await isGood(fresh)], [true, true]);
    await change({ JWT_SECRET_KEY: JWT[1] });
    assertEquals([await isGood(old), await isGood(fresh)], [false, true]);
    await change({ JWT_SECRET_KEY: "" });
    assertEquals([await isGood(fresh), await isGood(await sign("/api/v1/auth/login"))], [
      false,
      true,
    ]);
  });

  await t.step("the language model's, Twilio's and the exchange's", async () => {
    assertEquals(server.app.chatModel, null);
    const { messaging } = jobsConfig(config);
    const hosts = binanceHosts(config);
    await change({ OPENAI_API_KEY: "sk-a", TWILIO_AUTH_TOKEN: "b", BINANCE_API_KEY: "c" });
    assertEquals(server.app.chatModel?.openai.apiKey, "sk-a");
    assert(server.app.chatModel === server.app.chatModel, "opened once");
    assertEquals([messaging?.twilioAuthToken, hosts.apiKey()], ["b", "c"]);
    await change({ OPENAI_API_KEY: "sk-d" });
    assertEquals(server.app.chatModel?.openai.apiKey, "sk-d");
  });
});
