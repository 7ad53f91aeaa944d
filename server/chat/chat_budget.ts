import { Decimal } from "decimal.js";
import { readChatSpend, readSetting, writeSetting } from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { App, RequestContext } from "../context.ts";
import type { Query } from "./query.ts";

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
  return await readChatSpend(app.db, { sinceMs, owner });
}

/** Whether today's budget for the language model is spent, in all or by this asker. */
export async function isBudgetSpent(ctx: RequestContext, query: Query): Promise<boolean> {
  const [spend, budget] = await Promise.all([
    readSpentToday(ctx.app, query.owner),
    readChatBudget(ctx.app),
  ]);
  return new Decimal(spend.totalUsd).gte(budget.totalUsd) ||
    new Decimal(spend.ownUsd).gte(budget.personUsd);
}
