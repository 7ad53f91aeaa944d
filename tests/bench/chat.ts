import { checkQuestion } from "../../server/chat/check_question.ts";
import { CRYPTO_EXAMPLES } from "../../server/chat/topic/crypto_examples.ts";
import { OTHER_EXAMPLES } from "../../server/chat/topic/other_examples.ts";
import { createClient } from "../../server/client.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, startTestApp, type TestApp } from "../server/app_for_tests.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../server/chat/fake_openai.ts";
import {
  NOW_MS,
  storeForecasts,
  storeMarket,
  storeTendencies,
} from "../server/market_for_tests.ts";
import type { BenchRow } from "./bench_row.ts";

const ROUNDS = 40;
const STREAMS = 100;
const CHECK_MS = 10;
const ADDED_MS = 50;
/** A word each so often: what is held back shows as waiting. */
const PACE_MS = 10;
const QUESTION = "Will Bitcoin rise tomorrow?";
/** Long enough that the stream is more than its head. */
const ANSWER = "Bitcoin is a coin whose price moves a lot from day to day. ".repeat(12);

/**
 * The chat: the checks before an answer, what this server adds to the language model's first word,
 * and a hundred answers at once. The model is a host of this process that writes a word each 10 ms.
 */
export async function chatBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await storeTendencies(db);
  await using fake = startFakeOpenAI();
  fake.behave({ kind: "answer", text: ANSWER, pieceLength: 5, paceMs: PACE_MS });
  await using app = await startTestApp(db, {
    now: () => NOW_MS,
    env: { OPENAI_API_KEY: "sk-bench", OPENAI_BASE_URL: fake.url },
  });
  log("checking questions");
  const checks = measureChecks();
  log(`asking ${ROUNDS} times`);
  const added = await measureAdded(app, fake);
  log(`${STREAMS} answers at once`);
  return [checks, added, ...await measureStreams(app)];
}

function measureChecks(): BenchRow {
  const questions = [...CRYPTO_EXAMPLES, ...OTHER_EXAMPLES].flatMap((one) => [
    one,
    `${one} Write to jo@example.org or +44 20 7946 0958, my name is Jo Doe.`,
  ]);
  for (const question of questions) checkQuestion(question, false);
  const times = questions.map((question) => {
    const startedAt = performance.now();
    checkQuestion(question, false);
    return performance.now() - startedAt;
  });
  const value = percentile(times, 0.95);
  return {
    name: "checks before an answer, p95",
    value,
    unit: "ms",
    target: `< ${CHECK_MS} ms`,
    ok: value < CHECK_MS,
  };
}

/** Median time to the first word through the server, beside that of the host itself. */
async function measureAdded(app: TestApp, fake: FakeOpenAI): Promise<BenchRow> {
  await firstWordMs(app);
  const ours: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await firstWordMs(app));
    direct.push(await firstWordOfHost(fake));
  }
  const peer = percentile(direct, 0.5);
  const value = percentile(ours, 0.5) - peer;
  return {
    name: "added to the model's first word, median",
    value,
    unit: "ms",
    peer: `the host itself ${peer.toFixed(1)} ms`,
    ratio: percentile(ours, 0.5) / peer,
    target: `< ${ADDED_MS} ms`,
    ok: value < ADDED_MS,
  };
}

async function firstWordMs(app: TestApp): Promise<number> {
  const client = createClient({ url: app.url, apiKey: ADMIN_KEY });
  const startedAt = performance.now();
  let first: number | null = null;
  for await (const event of await client.chat.ask.mutate({ question: QUESTION })) {
    if (event.type === "delta") first ??= performance.now() - startedAt;
  }
  return first ?? Infinity;
}

async function firstWordOfHost(fake: FakeOpenAI): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${fake.url}/chat/completions`, { method: "POST", body: "{}" });
  const reader = response.body!.getReader();
  await reader.read();
  const ms = performance.now() - startedAt;
  while (!(await reader.read()).done);
  return ms;
}

async function measureStreams(app: TestApp): Promise<BenchRow[]> {
  const startedAt = performance.now();
  const firsts = await Promise.all(Array.from({ length: STREAMS }, () => firstWordMs(app)));
  const whole = firsts.filter(Number.isFinite).length;
  return [
    {
      name: `${STREAMS} answers at once, answered`,
      value: whole,
      target: `= ${STREAMS}`,
      ok: whole === STREAMS,
    },
    {
      name: `${STREAMS} answers at once, first word p95`,
      value: percentile(firsts, 0.95),
      unit: "ms",
      peer: `all done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
      ok: null,
    },
  ];
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)]!;
}
