import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { startApp } from "../../helpers/app_process.ts";
import { testDatabase } from "../../helpers/database.ts";
import { get } from "../app_for_tests.ts";
import { environmentOf, startSecretsManager } from "./fake_secrets_manager.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));
const KEYS = ["5b1f0c7ad2e94386a1b7c0de", "c2a97be01f4d8356b9e0d713"] as const;
const PATIENCE_MS = 30_000;

async function untilTrue(check: () => boolean, said: () => string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!check()) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain. It printed:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A folder of its own, and settings that leave the network and the jobs alone. */
async function openPlace(more: Record<string, string>) {
  const dataDir = await Deno.makeTempDir({ prefix: "settings " });
  const env = {
    DATA_DIR: dataDir,
    API_PORT: "0",
    MARKET_SOURCE: "simulated",
    RUN_JOBS: "none",
    ENVIRONMENT: "production",
    ...more,
  };
  return { env, [Symbol.asyncDispose]: () => Deno.remove(dataDir, { recursive: true }) };
}

Deno.test("a server takes its settings from Secrets Manager, and changed ones at SIGHUP", async () => {
  await using db = await testDatabase();
  await using fake = startSecretsManager({ DATABASE_URL: db.url, ADMIN_API_KEY: KEYS[0] });
  await using place = await openPlace(environmentOf(fake));
  await using server = await startApp("start", { env: place.env });
  const status = async (key: string) =>
    (await get(`${server.url}/api/admin/system/info`, { headers: { "x-api-key": key } })).status;
  const says = (text: string) => untilTrue(() => server.output().includes(text), server.output);
  assertEquals([await status(KEYS[0]), await status(KEYS[1])], [200, 401]);
  assert(!server.output().includes("Admin API key"), "there is one already");

  fake.secret = { ...fake.secret, ADMIN_API_KEY: "changeme-changeme" };
  Deno.kill(server.pid, "SIGHUP");
  await says("ADMIN_API_KEY is too short for production");
  assertEquals(await status(KEYS[0]), 200);

  fake.secret = { ...fake.secret, ADMIN_API_KEY: KEYS[1], TOP_N_CRYPTOS: "5" };
  Deno.kill(server.pid, "SIGHUP");
  await says("Changed, and in use from the next start on: TOP_N_CRYPTOS.");
  assertEquals([await status(KEYS[0]), await status(KEYS[1])], [401, 200]);
  for (const key of [...KEYS, "changeme-changeme"]) assert(!server.output().includes(key));
});

Deno.test("workers and tasks take their settings from there too", async () => {
  await using db = await testDatabase();
  await using fake = startSecretsManager({ DATABASE_URL: db.url });
  await using place = await openPlace(environmentOf(fake));
  const spawn = (...args: string[]) =>
    new Deno.Command(Deno.execPath(), {
      args: ["task", "-q", ...args],
      cwd: ROOT,
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...place.env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  const worker = spawn("worker");
  let said = "";
  const reading = Promise.all([worker.stdout, worker.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) said += text;
  }));
  await untilTrue(() => said.includes("working as"), () => said);
  fake.secret = { ...fake.secret, TWILIO_AUTH_TOKEN: "0f3a9c51d2b84e7790aa13cc45d1e6f2" };
  worker.kill("SIGHUP");
  await untilTrue(() => said.includes("as it was changed: TWILIO_AUTH_TOKEN."), () => said);
  worker.kill("SIGTERM");
  assertEquals((await worker.status).code, 0, said);
  await reading;

  const listed = await spawn("apikey", "list").output();
  assertEquals(new TextDecoder().decode(listed.stdout).trim(), "There is no key yet.");
  fake.secret = { DATABASE_URI: db.url };
  const { code, stderr } = await spawn("apikey", "list").output();
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stderr), '"DATABASE_URI" is no setting');
});
