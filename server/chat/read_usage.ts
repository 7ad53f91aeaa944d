import { Decimal } from "decimal.js";
import { type ChatUsageDay, readChatUsage, readCommonQuestions } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { readChatBudget, readSpentToday } from "./chat_budget.ts";
import type { ChatUsage } from "./schema.ts";

const DAY_MS = 86_400_000;
const MOST_COMMON = 20;

/** What the chat was asked, what it refused, how fast it was and what it cost. */
export async function readUsage(app: App, input: { readonly days: number }): Promise<ChatUsage> {
  const toMs = app.now() + 1;
  const fromMs = (Math.floor(app.now() / DAY_MS) - input.days + 1) * DAY_MS;
  const span = { fromMs, toMs };
  const [rows, common, budget, spent] = await Promise.all([
    readChatUsage(app.db, span),
    readCommonQuestions(app.db, { ...span, limit: MOST_COMMON }),
    readChatBudget(app),
    readSpentToday(app, ""),
  ]);
  return {
    days: input.days,
    totals: totalsOf(rows),
    by_day: rows.map(viewOf),
    common_questions: common.map(({ question, count, lastAtMs }) => ({
      question,
      count,
      last_at: new Date(lastAtMs).toISOString(),
    })),
    budget: {
      total_usd: budget.totalUsd,
      person_usd: budget.personUsd,
      spent_today_usd: new Decimal(spent.totalUsd).toFixed(),
    },
  };
}

function totalsOf(rows: readonly ChatUsageDay[]): ChatUsage["totals"] {
  const sum = (read: (row: ChatUsageDay) => number) =>
    rows.reduce((total, row) => total + read(row), 0);
  const questions = sum((row) => row.questions);
  const topic = sum((row) => row.refusedTopic);
  const personal = sum((row) => row.refusedPersonal);
  const cost = rows.reduce((total, row) => total.plus(row.costUsd), new Decimal(0));
  return {
    questions,
    answered: questions - topic - personal,
    rejection_rate: questions === 0 ? null : (topic + personal) / questions,
    pii_rate: questions === 0 ? null : personal / questions,
    tokens_input: sum((row) => row.tokensInput),
    tokens_output: sum((row) => row.tokensOutput),
    cost_usd: cost.toNumber(),
    retries: sum((row) => row.retries),
  };
}

function viewOf(row: ChatUsageDay): ChatUsage["by_day"][number] {
  return {
    day: row.day,
    questions: row.questions,
    refused_topic: row.refusedTopic,
    refused_personal: row.refusedPersonal,
    tokens_input: row.tokensInput,
    tokens_output: row.tokensOutput,
    cost_usd: Number(row.costUsd),
    median_ms: row.medianMs,
    p95_ms: row.p95Ms,
    first_word_median_ms: row.firstWordMedianMs,
    retries: row.retries,
  };
}
