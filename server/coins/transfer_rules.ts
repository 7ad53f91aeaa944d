import { CoinAmount, feeOf } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError, type ErrorCode } from "../errors.ts";

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a transaction is about to be. */
export interface ProposedTransfer {
  readonly fromUser: string;
  readonly toUser: string;
  /** Decimal text. */
  readonly amount: string;
  readonly type: "send" | "mint" | "burn" | "stake" | "unstake";
}

/** The fee of a transaction by today's percentage; only a send has one. */
export function feeFor(app: App, { type, amount }: ProposedTransfer): string {
  return type === "send" ? feeOf(amount, app.config.transactionFeePercent) : "0";
}

/**
 * What is wrong with a transaction whatever the accounts hold. The least and the most are of sends;
 * minting, burning and staking know no other limit than what there is.
 */
export function ruleProblems(app: App, proposed: ProposedTransfer): Problem[] {
  if (proposed.type !== "send") return sideProblems(proposed);
  const { fromUser, toUser, amount } = proposed;
  const { minTransactionAmount: least, maxTransactionAmount: most } = app.config;
  const problems: Problem[] = [];
  if (fromUser === toUser) problems.push({ code: "SELF_TRANSFER", message: SELF_TRANSFER });
  if (new CoinAmount(amount).lt(least)) {
    problems.push({ code: "VALIDATION_ERROR", message: `"amount" must be at least ${least}.` });
  }
  if (new CoinAmount(amount).gt(most)) {
    problems.push({ code: "VALIDATION_ERROR", message: `"amount" must be at most ${most}.` });
  }
  return problems;
}

const SELF_TRANSFER = "Sender and receiver are the same person. Name another receiver.";

/** The sides of what is no transfer from one person to another are given. */
function sideProblems({ type, fromUser, toUser }: ProposedTransfer): Problem[] {
  const isRight = type === "mint"
    ? fromUser === "system"
    : type === "burn"
    ? toUser === "burned"
    : fromUser === toUser;
  return isRight ? [] : [{ code: "VALIDATION_ERROR", message: SIDES[type] ?? "" }];
}

const SIDES: Partial<Record<ProposedTransfer["type"], string>> = {
  mint: '"from_user" of a mint must be "system".',
  burn: '"to_user" of a burn must be "burned".',
  stake: '"to_user" of a stake must be "from_user".',
  unstake: '"to_user" of an unstake must be "from_user".',
};

/** @throws {AppError} for the first of {@link ruleProblems} */
export function assertRules(app: App, proposed: ProposedTransfer): void {
  const [problem] = ruleProblems(app, proposed);
  if (problem === undefined) return;
  const field = /^"(\w+)" (.*)\.$/.exec(problem.message);
  throw new AppError(problem.code, problem.message, {
    details: field === null ? null : [{ field: field[1], message: field[2] }],
  });
}
