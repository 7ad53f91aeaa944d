import { assert, assertEquals, assertMatch } from "@std/assert";
import { startModelProcess } from "../../../ml/model_process.ts";
import { type AppProcess, startApp } from "../../helpers/app_process.ts";
import { serverForTests } from "../../helpers/database.ts";
import { get } from "../app_for_tests.ts";
import { PERSON, SECRETS } from "../hygiene/canaries.ts";
import { type Collector, startCollector } from "./collector.ts";

const STRANGER = "0af7651916cd43dd8448eb211c80319c";
const FROM_OUTSIDE = { traceparent: `00-${STRANGER}-b7ad6b7169203331-01` };

interface Traced {
  readonly collector: Collector;
  readonly app: AppProcess;
  /** Address of the server that takes this machine for a proxy. */
  readonly proxied: string;
  /** The lines of the log. */
  lines(): Promise<Record<string, unknown>[]>;
}

async function traced(
  env: Readonly<Record<string, string>>,
  work: (traced: Traced) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "tracing test " });
  const databaseUrl = await serverForTests();
  {
    await using collector = startCollector();
    await using app = await startApp("tests/server/tracing/traced_server.ts", {
      args: [folder],
      env: { ...collector.env, TEST_DATABASE_URL: databaseUrl, ...env },
    });
    await work({
      collector,
      app,
      proxied: /^behind a proxy: (\S+)$/m.exec(app.output())![1]!,
      lines: async () =>
        (await Deno.readTextFile(`${folder}/app.log`)).trim().split("\n").map((line) =>
          JSON.parse(line)
        ),
    });
  }
  await Deno.remove(folder, { recursive: true });
}

/** Where a client can put something of its own. */
const OWN = {
  ...FROM_OUTSIDE,
  "user-agent": PERSON.name,
  "x-api-key": SECRETS.badToken,
  baggage: `who=${PERSON.userId}`,
  tracestate: `who=${PERSON.userId}`,
  referer: `https://example.com/${PERSON.email}`,
};

Deno.test("with Deno's own switch a request is a span by its route, and nothing of the client's leaves", async () => {
  await traced({}, async ({ collector, app, lines }) => {
    const query = `?q=${encodeURIComponent(PERSON.email)}&key=${SECRETS.adminKey}`;
    await get(`${app.url}/api/v1/coins/balance/${PERSON.userId}${query}`, { headers: OWN });
    await get(`${app.url}/trpc/chat.history${query}`, { headers: OWN });
    await get(`${app.url}/${PERSON.userId}/${SECRETS.password}`, { headers: OWN });
    const asked = { question: `Is bitcoin up? ${PERSON.email}`, other: "btc Quillfeather" };
    for (const question of Object.values(asked)) {
      await get(`${app.url}/api/chat/query`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question }),
      });
    }
    const done = await get(`${app.url}/health`, { headers: OWN });
    const ours = () => collector.spans().filter(({ scope }) => scope === "crypto-ai");
    await app.stop();
    assertEquals(collector.metrics().has("http.server.request.duration"), true);
    assertEquals(ours().map(({ name }) => name).toSorted(), [
      "GET /api/v1/coins/balance/{user_id}",
      "GET /api/v1/health",
      "GET /trpc/chat.history",
      "GET {unknown}",
      "POST /api/chat/query",
      "POST /api/chat/query",
      "chat context",
      "chat model",
      "chat store",
      "chat topic",
      "chat topic",
    ]);
    const traceOf = (name: string) => ours().find((span) => span.name === name)?.traceId;
    const questions = ours().filter(({ name }) => name === "POST /api/chat/query");
    assert(questions.some(({ traceId }) => traceId === traceOf("chat model")), "steps are below");
    const health = ours().find(({ name }) => name === "GET /api/v1/health")!;
    assertEquals(health.attributes["http.route"], "/api/v1/health");
    assertEquals(health.parentSpanId, "", "a stranger's trace is not gone on with");
    const requestId = done.headers.get("x-request-id");
    assertEquals(health.attributes["crypto_ai.request_id"], requestId);
    const line = (await lines()).find((one) => one.request_id === requestId)!;
    assertEquals(line.trace_id, health.traceId, "the log names the trace");
    const leaked = [...Object.values(PERSON), ...Object.values(SECRETS), STRANGER, "Quillfeather"]
      .filter((canary) => collector.text().includes(canary));
    assertEquals(leaked, []);
    const deno = collector.spans().filter(({ scope, kind }) => scope === "deno" && kind === 2);
    assert(deno.every(({ attributes }) => attributes["url.full"] === "http://localhost/"));
  });
});

Deno.test("with a sampler that heeds parents a request is one span, in the trace of a trusted proxy", async () => {
  await traced(
    { OTEL_TRACES_SAMPLER: "parentbased_always_on" },
    async ({ collector, app, proxied, lines }) => {
      await get(`${app.url}/health`, { headers: FROM_OUTSIDE });
      await get(`${proxied}/health`, { headers: FROM_OUTSIDE });
      await get(`${proxied}/health`);
      await get(`${proxied}/health`, { headers: { traceparent: "00-nonsense" } });
      await collector.until(() => collector.spans().length >= 4);
      assertEquals(new Set(collector.spans().map(({ scope }) => scope)), new Set(["crypto-ai"]));
      const inherited = collector.spans().filter(({ traceId }) => traceId === STRANGER);
      assertEquals(inherited.map(({ parentSpanId }) => parentSpanId), ["b7ad6b7169203331"]);
      for (const line of await lines()) assertMatch(String(line.trace_id), /^[0-9a-f]{32}$/);
    },
  );
});

Deno.test("without the switch there is no trace, and every line of a request has its id", async () => {
  await traced({ OTEL_DENO: "false" }, async ({ collector, app, lines }) => {
    const { headers } = await get(`${app.url}/health`, { headers: FROM_OUTSIDE });
    const [line] = await lines();
    assertEquals(line?.request_id, headers.get("x-request-id"));
    assertEquals(line?.trace_id, undefined);
    assertEquals(collector.text(), "");
  });
});

Deno.test("processes that compute export nothing: Deno would do so past their permissions", async () => {
  Deno.env.set("OTEL_DENO", "true");
  try {
    await using probe = startModelProcess(new URL("probe_process.ts", import.meta.url));
    assertEquals((await probe.replies.next()).value, false);
  } finally {
    Deno.env.delete("OTEL_DENO");
  }
});
