import { Decimal } from "decimal.js";
import { readModelSpend, readSetting, recordModelCost, writeSetting } from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { App, RequestContext } from "../context.ts";
import { costUsd } from "./model/cost.ts";
import { estimate } from "./model/stream_model.ts";

/** USD a day for the language model; exact decimals. */
export interface ChatBudget {
  readonly totalUsd: string;
  readonly personUsd: string;
}

const SETTING = "chat_budget";
const DAY_MS = 86_400_000;
/** Where an administrator has not set another. */
const DEFAULT_BUDGET: ChatBudget = { totalUsd: "5", personUsd: "0.5" };

/** The budget that holds. */
export async function readChatBudget({ db }: Pick<App, "db">): Promise<ChatBudget> {
  return { ...DEFAULT_BUDGET, ...await readSetting<ChatBudget>(db, SETTING) };
}

/** Sets the budget; an act of the audit log. */
export async function setChatBudget(ctx: RequestContext, budget: ChatBudget): Promise<ChatBudget> {
  await ctx.app.db.transaction(async (tx) => {
    await writeSetting(tx, { name: SETTING, value: budget, nowMs: ctx.app.now() });
    await auditAct(ctx, tx, { act: "admin.setChatBudget", target: null, details: budget });
  });
  return budget;
}

/** What was spent since midnight UTC, in all and by one asker. */
export async function readSpentToday(app: App, owner: string) {
  const sinceMs = Math.floor(app.now() / DAY_MS) * DAY_MS;
  return await readModelSpend(app.db, { sinceMs, owner });
}

/** Whether today's budget for the language model is spent, in all or by this asker. */
export async function isBudgetSpent(
  app: App,
  { owner }: { readonly owner: string },
): Promise<boolean> {
  const [spend, budget] = await Promise.all([
    readSpentToday(app, owner),
    readChatBudget(app),
  ]);
  return new Decimal(spend.totalUsd).gte(budget.totalUsd) ||
    new Decimal(spend.ownUsd).gte(budget.personUsd);
}

/** Counts what something else than an answer in the chat took of the day's budget. */
export async function noteModelCost(
  { db, config, now }: App,
  taken: {
    readonly owner: string;
    /** What the host says of it; else it is counted by length. */
    readonly usage?:
      | { readonly prompt_tokens: number; readonly completion_tokens: number }
      | undefined;
    readonly prompt: string;
    readonly answer: string;
  },
): Promise<void> {
  const { owner, usage, prompt, answer } = taken;
  const tokens = {
    tokensInput: usage?.prompt_tokens ?? estimate(prompt),
    tokensOutput: usage?.completion_tokens ?? estimate(answer),
  };
  const prices = {
    priceInputPerM: config.openaiPriceInputPerM,
    priceOutputPerM: config.openaiPriceOutputPerM,
  };
  const cost = costUsd(prices, tokens);
  await recordModelCost(db, { owner, ...tokens, costUsd: cost, nowMs: now() });
}
