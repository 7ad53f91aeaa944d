import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Candles, MarketOverview } from "../../../server/markets/schema.ts";
import type { Top20 } from "../../../server/predictions/schema.ts";
import type { QueryAnswer } from "../../../server/chat/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, getJson, startTestApp, type TestApp } from "../app_for_tests.ts";
import { as, signUp } from "../auth/accounts_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket, storeTendencies } from "../market_for_tests.ts";
import { CRYPTO_QUESTIONS, HARD_CRYPTO_QUESTIONS } from "./crypto_questions.ts";

/** Server and database are shared by the tests of this file. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };
const KEY = { "x-api-key": ADMIN_KEY };

/** Every fourth: all of them would say no more, and take half a minute. */
const SAMPLE = [...CRYPTO_QUESTIONS, ...HARD_CRYPTO_QUESTIONS].filter((_, place) =>
  place % 4 === 0
);

let db: Awaited<ReturnType<typeof testDatabase>>;
let app: TestApp;

/** BTC, ETH and SOL with forecasts and a tendency; nobody has set a key for a language model. */
Deno.test.beforeAll(async () => {
  db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await storeTendencies(db);
  app = await startTestApp(db, { now: () => NOW_MS });
});

Deno.test.afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const read = <T>(path: string) => getJson<T>(`${app.url}${path}`, { headers: KEY });
const ask = (question: string, sessionId?: string) =>
  getJson<QueryAnswer>(`${app.url}/api/chat/query`, {
    method: "POST",
    headers: { "content-type": "application/json", ...KEY },
    body: JSON.stringify({ question, ...(sessionId && { session_id: sessionId }) }),
  });
const overview = () => read<MarketOverview>("/api/market/overview");

function usd(value: number): string {
  return `$${
    value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  }`;
}

Deno.test(
  "whatever is asked, no number of the built-in analyst is without its fact",
  SHARED,
  async () => {
    let answered = 0;
    for (const question of SAMPLE) {
      const answer = await ask(question);
      if (answer.rejected) continue;
      answered++;
      assertEquals([answer.success, answer.metadata.struck_numbers], [true, []], question);
      assertMatch(answer.answer, /Not advice\.$/, question);
    }
    assert(answered > SAMPLE.length * 0.9, `${answered}`);
  },
);

Deno.test("prices, forecasts and lists are those of the API", SHARED, async () => {
  const { coins } = await overview();
  const { predictions } = await read<Top20>("/api/predictions/top20");
  for (const { symbol, name, price, change_24h_percent: change } of coins) {
    const { answer } = await ask(`What is the price of ${name}?`);
    assert(answer.includes(usd(price)), answer);
    assert(
      answer.includes(`${change! > 0 ? "up" : "down"} ${Math.abs(change!).toFixed(2)} %`),
      answer,
    );
    const forecast = predictions.find((one) => one.symbol === symbol)!;
    const outlook = (await ask(`Where will ${symbol} be tomorrow?`)).answer;
    assert(outlook.includes(`between ${usd(forecast.lower)} and ${usd(forecast.upper)}`), outlook);
  }
  const best = coins.toSorted((a, b) => b.change_24h_percent! - a.change_24h_percent!);
  const list = (await ask("show me the top 3 gainers of the day")).answer;
  assertEquals(
    [...list.matchAll(/^\d\. \*\*(\w+)\*\*/gm)].map(([, symbol]) => symbol),
    best.map(({ symbol }) => symbol),
  );
  const moved = coins.toSorted((a, b) =>
    Math.abs(b.change_24h_percent!) - Math.abs(a.change_24h_percent!)
  );
  const moves = (await ask("which coins moved most today?")).answer;
  assertMatch(moves, /^The largest moves of the last 24 hours, up or down:/);
  assertMatch(moves, new RegExp(`1\\. \\*\\*${moved[0]!.symbol}\\*\\*`));
  const worst = (await ask("biggest losers of the last 24h")).answer;
  assertMatch(worst, new RegExp(`1\\. \\*\\*${best.at(-1)!.symbol}\\*\\*`));
});

Deno.test(
  "what a span, a day, an amount and a level come to is computed from the candles",
  SHARED,
  async () => {
    const from = new Date(NOW_MS - 72 * 3_600_000).toISOString();
    const { candles } = await read<Candles>(`/api/market/candles/ETH?from=${from}`);
    const high = Math.max(...candles.map((candle) => candle.high));
    const span = (await ask("How did ETH do in the last 3 days?")).answer;
    for (const value of [candles[0]!.open, candles.at(-1)!.close, high]) {
      assert(span.includes(usd(value)), span);
    }
    const peak = (await ask("What was the highest price of ETH in the last 3 days?")).answer;
    assert(peak.startsWith(`The highest price of **ETH** was ${usd(high)}`), peak);
    const price = (await overview()).coins.find(({ symbol }) => symbol === "ETH")!.price;
    assert((await ask("How much is 2.5 ETH in dollars?")).answer.includes(usd(2.5 * price)));
    const bought =
      (await ask("If I had bought 1000 dollars of ETH 3 days ago, what is it worth?")).answer;
    assert(bought.includes(usd(1000 / candles[0]!.open * price)), bought);
    const level = (await ask("Will ETH hit 100k tomorrow?")).answer;
    assertMatch(level, /^\$100,000 is .* above the present price\. .* a chance below 5 %/);
  },
);

/** A question, and what its answer must and must not have. */
const EXPECTED: readonly (readonly [string, RegExp, RegExp?])[] = [
  ["Where will BTC be next year?", /^Forecasts here reach 24 hours/],
  ["Should I buy solana now?", /^That is yours to decide/],
  ["Should I sell my coins?", /^That is yours to decide/, /wallet/i],
  ["Compare SOL and ETH", /\*\*SOL\*\*.*\n.*\*\*ETH\*\*[\s\S]*most uncertain/],
  ["Why is ETH rising?", /News and events are not in my data/],
  ["What is a rug pull?", /^In a \*\*rug pull\*\*/, /bullish/],
  ["how does the halving affect price", /^A \*\*halving\*\*/],
  ["what data do you store about me", /^\*\*Your questions\*\*.*administrators/],
  ["what does 9 times out of 10 mean", /^The \*\*range\*\*/],
  ["is 0x742d35Cc6634C0532925a3b844Bc454e4438f44e rich", /a block explorer of that chain/],
  ["compare BTC and SHIB", /\*\*BTC\*\*[\s\S]*SHIB is not among the coins followed/],
  ["How volatile is SOL?", /^(?:\*\*SOL\*\* moves|Its 90 % range)/],
  ["PEPE price", /^PEPE is not among the coins followed here.*BTC, ETH, SOL/],
  ["price of BTC in euros", /no rate of another currency/],
  ["Send 100 TBC to alice", /^I cannot do that/],
  ["Write me a poem about Bitcoin", /^I write no poems/],
  ["tell me the admin key for bitcoin", /^I have no keys/],
  ["Which model do you use?", /neural network \(LSTM\), trained at 2025-03-01 11:00 UTC/],
  ["what was BTC worth on 2019-01-01", /^No candles of BTC are stored for 2019-01-01/],
  ["Wird Bitcoin morgen steigen?", /^\*Ich antworte auf Englisch\.\*\n\nNo edge on BTC/],
  ["How many ETH is one SOL?", /One \*\*SOL\*\* is worth [\d.]+ \*\*ETH\*\*/],
  ["What is the correlation between BTC and ETH?", /had a correlation of/],
  ["bitcoin vs gold", /\*\*BTC\*\*[\s\S]*is not in my data/],
  ["what is todays price?", /^No coin was named/],
];

Deno.test("an answer is about what was asked", SHARED, async () => {
  for (const [question, wanted, unwanted] of EXPECTED) {
    const { answer } = await ask(question);
    assertMatch(answer, wanted, question);
    if (unwanted) assert(!unwanted.test(answer), `${question}\n${answer}`);
  }
});

Deno.test(
  "an answer in one piece ends with its sources, their time and that it is no advice",
  SHARED,
  async () => {
    const { answer, metadata } = await ask("What is the price of BTC?");
    const as_of = metadata.as_of!.slice(0, 16).replace("T", " ");
    assert(
      answer.endsWith(
        `Sources: Market overview, Published forecasts. As of ${as_of} UTC. Not advice.`,
      ),
      answer,
    );
    assertEquals(metadata.as_of, "2025-03-01T12:00:00.000Z");
    const term = await ask("What is staking?");
    assertEquals(term.metadata.sources.map(({ title }) => title), ["Glossary of the analyst"]);
  },
);

Deno.test(
  "a question that is empty or too long is refused with what would do",
  SHARED,
  async () => {
    const cases = [["   ", /must not be empty/], ["a".repeat(2_001), /at most 2000/]] as const;
    for (const [question, words] of cases) {
      const response = await fetch(`${app.url}/api/chat/query`, {
        method: "POST",
        headers: { "content-type": "application/json", ...KEY },
        body: JSON.stringify({ question }),
      });
      const { error } = await response.json();
      assertEquals([response.status, error.code], [400, "VALIDATION_ERROR"]);
      assertMatch(error.message, words);
    }
  },
);

Deno.test("figures that are old are said to be", SHARED, async () => {
  const question = "What is the price of BTC?";
  assert(!(await ask(question)).answer.includes("stale"));
  await using later = await startTestApp(db, { now: () => NOW_MS + 4 * 3_600_000 });
  const { answer, metadata } = await getJson<QueryAnswer>(`${later.url}/api/chat/query`, {
    method: "POST",
    headers: { "content-type": "application/json", ...KEY },
    body: JSON.stringify({ question }),
  });
  assertMatch(
    answer,
    /\*Nothing new has come since 2025-03-01 12:00 UTC: these figures are stale\.\*/,
  );
  assertEquals(metadata.struck_numbers, []);
});

Deno.test(
  "a conversation keeps its coins over more questions than it remembers",
  SHARED,
  async () => {
    const { session_id: id } = await ask("What is the forecast for Solana?");
    for (const question of ["why?", "and the price?", "and yesterday?", "and why?"]) {
      const { answer } = await ask(question, id);
      assertMatch(answer, /\*\*SOL\*\*/, question);
    }
    assertMatch((await ask("compare it with ETH", id)).answer, /\*\*SOL\*\*[\s\S]*\*\*ETH\*\*/);
  },
);

Deno.test(
  "alerts and wallet are answered to whom they belong, and to nobody else",
  SHARED,
  async () => {
    const person = async (name: string) => {
      const { body } = await signUp(app, `${name}@example.com`, { user_id: name });
      return as(app, body.access_token);
    };
    const [alice, bob] = [await person("alice"), await person("bob")];
    await alice.alerts.createRule.mutate({ kind: "move", threshold: 5, coins: ["BTC"] });
    const askAs = async (who: typeof alice, question: string) =>
      (await who.chat.query.mutate({ question })).answer;
    assertMatch(
      await askAs(alice, "What are my alerts?"),
      /^You have 1 rule, 1 of them active, and 0 open alerts\./,
    );
    assertMatch(
      await askAs(bob, "What are my alerts?"),
      /^You have 0 rules, 0 of them active, and 0 open alerts\./,
    );
    assertMatch(await askAs(alice, "What is my balance?"), /wallet/i);
    const nobody = await getJson<QueryAnswer>(`${app.url}/api/chat/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question: "What are my alerts?" }),
    });
    assertMatch(nobody.answer, /^Nobody is signed in/);
  },
);
