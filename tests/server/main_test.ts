import { fromFileUrl } from "@std/path";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import { get } from "./app_for_tests.ts";
import { startCollector } from "./tracing/collector.ts";

const MAIN = fromFileUrl(new URL("../../server/main.ts", import.meta.url));
const ROOT = fromFileUrl(new URL("../../", import.meta.url));

async function runMain(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", MAIN, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", API_PORT: "0", ...env },
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

Deno.test("--help lists the settings, wrong usage ends with 2, wrong settings with 1", async () => {
  const help = await runMain(["--help"]);
  assertEquals(help.code, 0);
  assertStringIncludes(help.stdout, "PREDICTION_HORIZON_HOURS");
  await using collector = startCollector();
  // With a reading of metrics under way, which without care the end would wait for.
  const measured = { ...collector.env, OTEL_METRIC_EXPORT_INTERVAL: "100" };
  const wrong = await runMain(["--dmeo"], measured);
  assertEquals([wrong.code, wrong.stdout], [2, ""]);
  assertStringIncludes(wrong.stderr, '"--dmeo" is not understood.');
  const settings = await runMain([], { API_PORT: "80OO", MODEL_TYPE: "x" });
  assertEquals([settings.code, settings.stdout], [1, ""]);
  assertStringIncludes(settings.stderr, 'API_PORT "80OO" is not a whole number from 0 to 65535.');
  assertStringIncludes(settings.stderr, "MODEL_TYPE");
});

Deno.test("a taken port is named at once, with what to do", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const dataDir = await Deno.makeTempDir();
  const { code, stderr } = await runMain([], { API_PORT: String(port), DATA_DIR: dataDir });
  assertEquals(code, 1);
  assertStringIncludes(stderr, `Port ${port} is taken by another program.`);
  assertStringIncludes(stderr, "API_PORT");
  assertEquals([...Deno.readDirSync(dataDir)], [], "nothing was begun");
  await Deno.remove(dataDir);
});

Deno.test("a certificate that cannot be served ends the start with a sentence", async () => {
  const dataDir = await Deno.makeTempDir();
  await Deno.mkdir(`${dataDir}/certs`);
  await Deno.writeTextFile(`${dataDir}/certs/cert.pem`, "garbage");
  const env = { DATA_DIR: dataDir, WEB_UI_PROTOCOL: "https", WEB_UI_PORT: "0" };
  const { code, stdout, stderr } = await runMain([], env);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^The certificate ".*cert\.pem" is not PEM: [^\n]+\n$/);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a demonstration starts, says who holds its data, and stops when asked", async (t) => {
  const dataDir = await Deno.makeTempDir({ prefix: "main test " });
  const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio" };
  await using collector = startCollector();
  const env = {
    DATA_DIR: dataDir,
    API_PORT: "0",
    TOP_N_CRYPTOS: "3",
    ...collector.env,
    ...sampler,
  };
  const app = await startApp("server/main.ts", { args: ["--demo"], env });
  let admin = "";

  await t.step("the first line is the address, the admin key is shown once", async () => {
    const lines = (await untilPrinted(app, /Admin API key, shown this once: (\S+)/)).split("\n");
    assertMatch(
      lines.find((line) => /^listening/.test(line)) ?? "",
      /^listening on http:\/\/localhost:\d+$/,
    );
    admin = /shown this once: (\S+)/.exec(app.output())?.[1] ?? "";
    const headers = { authorization: `Bearer ${admin}` };
    const info = await get(`${app.url}/api/admin/system/info`, { headers });
    assertEquals(info.status, 200);
    assertStringIncludes(info.text, '"market_source":"simulated"');
  });

  await t.step("its traces have requests and jobs, and nothing secret", async () => {
    const seen = () => collector.spans().map(({ name }) => name);
    await collector.until(() =>
      seen().includes("GET /api/admin/system/info") && seen().includes("job collect")
    );
    const job = collector.spans().find(({ name }) => name === "job collect")!;
    const asked = collector.spans().filter(({ traceId, kind }) =>
      traceId === job.traceId && kind === 3
    );
    assert(asked.some(({ attributes }) => attributes["url.path"] === "/api/v3/klines"));
    assertStringIncludes(collector.text(), "listening on", "lines of the console are sent too");
    assertEquals(collector.text().includes(admin), false, "but the key that was printed is not");
  });

  await t.step("the dashboard is served", async () => {
    const page = await get(app.url, { headers: { accept: "text/html" } });
    assertEquals(page.status, 200);
    assertStringIncludes(page.text, '<script type="module"');
  });

  await t.step("a second start says who holds the data directory", async () => {
    const { code, stderr } = await runMain(["--demo"], env);
    assertEquals(code, 1);
    assertStringIncludes(stderr, `is held by process ${app.pid}`);
  });

  await t.step("SIGTERM ends it within ten seconds, in order", async () => {
    const startedMs = performance.now();
    await app.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    assert(seconds < 10, `${seconds} s`);
    assertStringIncludes(app.output(), "Stopping on SIGTERM.");
    const log = await Deno.readTextFile(`${dataDir}/logs/app.log`);
    assert(!log.includes(admin), "the admin key is not in the log");
    assert(!app.output().includes("Stopping: "), app.output());
  });

  await Deno.remove(dataDir, { recursive: true });
});

async function untilPrinted(app: AppProcess, pattern: RegExp): Promise<string> {
  const deadlineMs = performance.now() + 20_000;
  while (!pattern.test(app.output())) {
    if (performance.now() > deadlineMs) throw new Error(`not printed in:\n${app.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return app.output();
}
