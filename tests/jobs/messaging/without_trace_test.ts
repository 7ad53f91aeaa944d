import { assertEquals, assertStringIncludes } from "@std/assert";
import { startCollector } from "../../server/tracing/collector.ts";

const ROOT = new URL("../../../", import.meta.url);

/** A program with tracing on that hands a message to a webhook whose address is a secret. */
const PROGRAM = (webhookUrl: string) => `
  import { openChannel } from "./jobs/messaging/open_channel.ts";
  const log = console;
  const channel = openChannel(
    { provider: "webhook", webhookUrl: "${webhookUrl}", webhookSecret: "${"0".repeat(64)}" },
    { log, now: Date.now },
  );
  await (await fetch("${webhookUrl}".replace("/hooks/T0KEN", "/open"))).text();
  const message = { to: null, text: "x", idempotencyKey: "k", createdAtMs: 0 };
  console.log(await channel.send(message, AbortSignal.timeout(5_000)));`;

async function run(webhookUrl: string, env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", PROGRAM(webhookUrl)],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("what is asked of providers of messages is in no trace, or the program does not start", async () => {
  let asked = 0;
  await using receiver = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(`${++asked}`),
  );
  const url = `http://127.0.0.1:${receiver.addr.port}/hooks/T0KEN`;
  await using collector = startCollector();
  const heeding = { ...collector.env, OTEL_TRACES_SAMPLER: "parentbased_traceidratio" };
  const sent = await run(url, heeding);
  assertStringIncludes(sent.text, "providerId: null");
  await collector.until(() => collector.spans().length > 0);
  assertEquals(collector.spans().map(({ attributes }) => attributes["url.path"]), ["/open"]);
  assertEquals(collector.text().includes("T0KEN"), false);
  const before = asked;
  const refused = await run(url, collector.env);
  assertEquals(refused.code, 1);
  assertStringIncludes(refused.text, "Set OTEL_TRACES_SAMPLER to parentbased_traceidratio");
  assertEquals(asked, before, "nothing was sent");
});
