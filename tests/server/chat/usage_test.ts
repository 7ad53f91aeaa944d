import { assertEquals } from "@std/assert";
import type { AuditPage } from "../../../server/audit/schema.ts";
import type { ChatUsage } from "../../../server/chat/schema.ts";
import { createClient } from "../../../server/client.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, getJson, startTestApp } from "../app_for_tests.ts";
import { as, signUp } from "../auth/accounts_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket } from "../market_for_tests.ts";
import { startFakeOpenAI } from "./fake_openai.ts";

const ADMIN = { headers: { "x-api-key": ADMIN_KEY } };

async function openChat() {
  const db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  const fake = startFakeOpenAI();
  const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: fake.url };
  const app = await startTestApp(db, { now: () => NOW_MS, env });
  const client = createClient({ url: app.url, apiKey: ADMIN_KEY });
  return {
    app,
    fake,
    client,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

Deno.test("an administrator sees what the chat was asked, refused and cost", async () => {
  await using chat = await openChat();
  const ask = (question: string) => chat.client.chat.query.mutate({ question });
  for (let turn = 0; turn < 3; turn++) await ask("What is the price of BTC?");
  await ask("Is ETH good for jo@example.org?");
  await ask("What is the weather?");
  const usage = await getJson<ChatUsage>(`${chat.app.url}/api/admin/usage?days=7`, ADMIN);
  assertEquals(usage.totals, {
    questions: 5,
    answered: 3,
    rejection_rate: 0.4,
    pii_rate: 0.2,
    tokens_input: 1200,
    tokens_output: 300,
    cost_usd: 0.00036,
    retries: 0,
  });
  assertEquals(usage.by_day.map(({ questions }) => questions), [5]);
  assertEquals(
    usage.common_questions.map(({ question, count }) => [question, count]),
    [["What is the price of BTC?", 3]],
  );
  assertEquals(usage.budget.spent_today_usd, "0.00036");
});

Deno.test("requests to the language model that were made again are counted", async () => {
  await using chat = await openChat();
  chat.fake.behave({ kind: "status", status: 500 }, { kind: "answer", text: "Fine." });
  await chat.client.chat.query.mutate({ question: "What is the price of BTC?" });
  chat.fake.behave({ kind: "status", status: 429 });
  const failed = await chat.client.chat.query.mutate({ question: "What is the price of BTC?" });
  assertEquals([chat.fake.requests.length, failed.metadata.answered_by], [5, "built-in"]);
  const usage = await getJson<ChatUsage>(`${chat.app.url}/api/admin/usage?days=7`, ADMIN);
  assertEquals([usage.totals.retries, usage.by_day[0]?.retries], [3, 3]);
});

Deno.test("the audit log has questions beside acts, page by page, and nothing twice", async () => {
  await using chat = await openChat();
  for (let turn = 0; turn < 4; turn++) {
    await chat.client.chat.query.mutate({ question: `What is the price of BTC in ${turn} days?` });
    await chat.client.admin.setChatBudget.mutate({ total_usd: `${turn + 1}`, person_usd: "1" });
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page: AuditPage = await getJson(`${chat.app.url}/api/admin/audit?limit=3${query}`, ADMIN);
    seen.push(...page.entries.map(({ kind, id, act }) => `${kind} ${id} ${act}`));
    cursor = page.next_cursor;
  } while (cursor !== null);
  assertEquals([seen.length, new Set(seen).size], [8, 8]);
  const questions = await getJson<AuditPage>(`${chat.app.url}/api/admin/audit?kind=chat`, ADMIN);
  assertEquals(questions.entries.map(({ act }) => act), new Array(4).fill("chat.answered"));
});

Deno.test("one person's budget is spent by that person alone", async () => {
  await using chat = await openChat();
  await chat.client.admin.setChatBudget.mutate({ total_usd: "5", person_usd: "0.0001" });
  const by = async (name: string) => {
    const { body } = await signUp(chat.app, `${name}@example.com`, { user_id: name });
    const client = as(chat.app, body.access_token);
    return async () => {
      const { metadata } = await client.chat.query.mutate({
        question: "What is the price of BTC?",
      });
      return metadata.answered_by;
    };
  };
  const [alice, bob] = [await by("alice"), await by("bob")];
  assertEquals([await alice(), await alice(), await bob()], [
    "gpt-4o-mini",
    "built-in",
    "gpt-4o-mini",
  ]);
});

Deno.test("where the budget of the day is spent the built-in analyst answers", async () => {
  await using chat = await openChat();
  await chat.client.admin.setChatBudget.mutate({ total_usd: "0.0001", person_usd: "0.0001" });
  const first = await chat.client.chat.query.mutate({ question: "What is the price of BTC?" });
  assertEquals(first.metadata.answered_by, "gpt-4o-mini");
  const second = await chat.client.chat.query.mutate({ question: "What is the price of BTC?" });
  assertEquals([second.metadata.answered_by, second.metadata.cost_usd], ["built-in", 0]);
  assertEquals(chat.fake.requests.length, 1);
});
