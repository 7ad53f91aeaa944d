import {
  CoinAmount,
  isKnownOwner,
  type LedgerBalance,
  readBalance,
  readBalances,
  totalOf,
} from "../../db/mod.ts";
import type { App } from "../context.ts";
import { trimAmount } from "./amount.ts";
import { readCoolDownMs } from "./cool_down.ts";
import type { DryRun } from "./schema.ts";
import { feeFor, type Problem, type ProposedTransfer, ruleProblems } from "./transfer_rules.ts";

/**
 * What would happen: the fee, what would be left, and everything that would make it fail. Nothing is
 * written, and nothing is kept for the caller: it may be otherwise a moment later.
 */
export async function tryOut(app: App, proposed: ProposedTransfer): Promise<DryRun> {
  const fee = feeFor(app, proposed);
  const total = totalOf(proposed.amount, fee);
  const rules = ruleProblems(app, proposed);
  const people = await unknownPeople(app, proposed);
  const payer = proposed.type === "mint" ? proposed.toUser : proposed.fromUser;
  const balance = await readBalance(app.db, payer);
  const funds = people.length > 0 ? [] : await fundsProblems(app, { proposed, total, balance });
  const problems = [...rules, ...people, ...funds];
  return {
    dry_run: true,
    would_succeed: problems.length === 0,
    fee,
    total,
    balance_after: problems.length === 0
      ? await balanceAfter(app, { proposed, total, balance })
      : null,
    problems,
  };
}

async function unknownPeople(app: App, proposed: ProposedTransfer): Promise<Problem[]> {
  const { type, fromUser, toUser } = proposed;
  const named = type === "send" ? [fromUser, toUser] : type === "mint" ? [] : [fromUser];
  const isReserved = type === "mint" && ["system", "burned"].includes(toUser);
  const known = await Promise.all(named.map((one) => isKnownOwner(app.db, one)));
  const unknown = isReserved ? [toUser] : named.filter((_, place) => !known[place]);
  return [...new Set(unknown)].map((one) => ({
    code: "USER_NOT_FOUND",
    message: `There is no person "${one}". Check the user id.`,
  }));
}

interface Weighed {
  readonly proposed: ProposedTransfer;
  readonly total: string;
  readonly balance: LedgerBalance | null;
}

async function fundsProblems(
  app: App,
  { proposed, total, balance }: Weighed,
): Promise<Problem[]> {
  const { type } = proposed;
  const has = type === "mint"
    ? (await readBalances(app.db)).system ?? "0"
    : (type === "unstake" ? balance?.stakedBalance : balance?.balance) ?? "0";
  if (new CoinAmount(has).gte(total)) return [];
  const account = type === "unstake" ? "staked" : type === "mint" ? "left" : "available";
  const owner = type === "mint" ? "system" : proposed.fromUser;
  return [{
    code: type === "unstake" ? "INSUFFICIENT_STAKE" : "INSUFFICIENT_FUNDS",
    message: `${owner} has too little ${account}: ${total} TBC would be needed.`,
  }];
}

async function balanceAfter(app: App, { proposed, total, balance }: Weighed): Promise<string> {
  const before = new CoinAmount(balance?.balance ?? "0");
  const comesBack = proposed.type === "unstake" && await readCoolDownMs(app.db) === 0;
  const gains = proposed.type === "mint" || comesBack;
  if (proposed.type === "unstake" && !gains) return trimAmount(before.toFixed());
  return trimAmount((gains ? before.plus(total) : before.minus(total)).toFixed());
}
