import { Decimal } from "decimal.js";
import { readChatSpend, readSetting } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import type { Query } from "./query.ts";

const DAY_MS = 86_400_000;
/** USD a day for the language model where an administrator has not set another. */
const DEFAULT_BUDGET = { totalUsd: "5", personUsd: "0.5" };

/** Whether today's budget for the language model is spent, in all or by this asker. */
export async function isBudgetSpent(ctx: RequestContext, query: Query): Promise<boolean> {
  const { db } = ctx.app;
  const sinceMs = Math.floor(ctx.app.now() / DAY_MS) * DAY_MS;
  const [spend, setting] = await Promise.all([
    readChatSpend(db, { sinceMs, owner: query.owner }),
    readSetting<typeof DEFAULT_BUDGET>(db, "chat_budget"),
  ]);
  const budget = { ...DEFAULT_BUDGET, ...setting };
  return new Decimal(spend.totalUsd).gte(budget.totalUsd) ||
    new Decimal(spend.ownUsd).gte(budget.personUsd);
}
