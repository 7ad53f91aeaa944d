import { assert, assertEquals, assertMatch } from "@std/assert";
import { createModelClient } from "../../../server/chat/model/model_client.ts";
import { composePrompt } from "../../../server/chat/model/prompt.ts";
import { type ModelEnd, streamModel } from "../../../server/chat/model/stream_model.ts";
import { loadConfig } from "../../../server/config.ts";
import { type Behaviour, startFakeOpenAI } from "./fake_openai.ts";

const PROMPT = composePrompt({ question: "Is BTC up?", facts: [], history: [], canary: "q0" });

/** What a host's behaviour ends in, and the words until then. */
async function end(
  behaviour: Behaviour,
  options: { readonly deadlineMs?: number; readonly signal?: AbortSignal } = {},
): Promise<ModelEnd & { readonly text: string; readonly left: () => number }> {
  await using fake = startFakeOpenAI();
  fake.behave(behaviour);
  const client = createModelClient(
    loadConfig({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: fake.url }),
  )!;
  const { deadlineMs = client.deadlineMs, signal = new AbortController().signal } = options;
  const stream = streamModel({ ...client, deadlineMs }, PROMPT, signal);
  let text = "";
  for (;;) {
    const next = await stream.next();
    if (next.done) return { ...next.value, text, left: fake.left };
    text += next.value;
  }
}

Deno.test("a host that hangs, or stops in the middle, is waited for until the deadline", async () => {
  for (const behaviour of [{ kind: "hang" }, { kind: "stall", text: "BTC is " }] as const) {
    const { status, reason, text, tokensInput } = await end(behaviour, { deadlineMs: 300 });
    assertEquals([status, reason], ["failed", "the language model was not done in 0.3 seconds"]);
    assertEquals(text, behaviour.kind === "stall" ? "BTC is " : "");
    assert(tokensInput > 0 || text === "", "what was sent is paid for");
  }
});

Deno.test("each way a host can fail ends in a state of its own, with no word of the host", async () => {
  const ends: readonly (readonly [Behaviour, string, RegExp | null, number])[] = [
    [{ kind: "answer", text: "Fine." }, "completed", null, 1],
    [{ kind: "answer", text: "" }, "failed", /no answer/, 1],
    [{ kind: "status", status: 401 }, "failed", /refused its key/, 1],
    [{ kind: "status", status: 400 }, "failed", /an error \(400\)/, 1],
    [{ kind: "status", status: 429 }, "failed", /too busy/, 3],
    [{ kind: "status", status: 500 }, "failed", /an error \(500\)/, 3],
    [{ kind: "garbage" }, "failed", /cannot be read/, 1],
    [{ kind: "cut", text: "BTC is" }, "failed", /line to the language model was cut/, 1],
  ];
  for (const [behaviour, status, reason, attempts] of ends) {
    const ended = await end(behaviour);
    assertEquals([ended.status, ended.attempts], [status, attempts], JSON.stringify(behaviour));
    if (reason === null) assertEquals(ended.reason, null);
    else assertMatch(ended.reason!, reason);
    assert(!ended.reason?.includes("no: {"), "the host repeats the question in its errors");
    if (ended.text === "" && behaviour.kind === "status") assertEquals(ended.tokensInput, 0);
  }
});

Deno.test("the deadline is thirty seconds and the client stops when its reader does", async () => {
  const client = createModelClient(loadConfig({ OPENAI_API_KEY: "sk-test" }))!;
  assertEquals([client.deadlineMs, client.openai.timeout], [30_000, 30_000]);
  assertEquals(createModelClient(loadConfig({})), null);
  const stopped = await end({ kind: "hang" }, { signal: AbortSignal.timeout(200) });
  assertEquals([stopped.status, stopped.reason], ["stopped", null]);
});

Deno.test("a prompt has rules, facts by id within their budget, the exchanges and the question", () => {
  const source = { title: "t", href: "/", asOfMs: 0 };
  const facts = Array.from({ length: 100 }, (_, place) => ({
    ...{ id: `f${place + 1}`, text: "x".repeat(200), numbers: [], subjects: [], source },
  }));
  const history = [{ question: "and ETH?", answer: "ETH fell." }];
  const prompt = composePrompt({ question: "why?", facts, history, canary: "qcanary" });
  assertEquals(prompt.map(({ role }) => role), ["system", "user", "assistant", "user"]);
  const system = prompt[0]!.content;
  assert(system.startsWith("marker qcanary\n"));
  const given = system.split("\nFACTS\n")[1]!.split("\n");
  assertEquals(given[0]!.slice(0, 4), "f1: ");
  assert(given.length > 20 && given.length < 40, `${given.length} facts of 200 signs`);
  assertEquals(prompt.at(-1), { role: "user", content: "why?" });
});
