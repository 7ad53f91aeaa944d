import type { Decimal } from "decimal.js";
import type { z } from "zod";
import { CoinAmount, feeOf, totalOf } from "../../db/mod.ts";
import { trimAmount } from "../coins/amount.ts";
import { readPersonBalance } from "../coins/read_person_balance.ts";
import type { Balance } from "../coins/schema.ts";
import {
  feeFor,
  type Problem,
  type ProposedTransfer,
  ruleProblems,
} from "../coins/transfer_rules.ts";
import { tryOut } from "../coins/try_out.ts";
import type { App, RequestContext } from "../context.ts";
import { assessTransfer } from "./assess_transfer.ts";
import type { optimizationSchema, OptimizeAnswer, optimizeInput } from "./schema.ts";
import { wordWithLlm } from "./word_with_llm.ts";

type OptimizeRequest = z.output<typeof optimizeInput>;
type Optimization = z.infer<typeof optimizationSchema>;

const PARTS = [2, 5, 10];
const UNIT = new CoinAmount("1e-8");
const DECIMALS = 8;

/**
 * What a transfer or stake costs, whether another way would cost less, and how much is possible. No coin
 * moves.
 *
 * @throws {AppError} USER_NOT_FOUND
 */
export async function optimize(
  ctx: RequestContext,
  input: OptimizeRequest,
): Promise<OptimizeAnswer> {
  const { app } = ctx;
  const balance = await readPersonBalance(app, input);
  const proposed = proposedBy(input);
  const fee = feeFor(app, proposed);
  const total = totalOf(input.amount, fee);
  const problems = await problemsOf(app, { input, proposed, total, balance });
  const optimization: Optimization = {
    ...{ amount: input.amount, transaction_type: input.transaction_type, fee, total },
    fee_percent: input.transaction_type === "send" ? String(app.config.transactionFeePercent) : "0",
    splits: input.transaction_type === "send" ? splitsOf(app, input.amount, fee) : [],
    best_parts: 1,
    most_possible: mostPossible(app, input.transaction_type, balance),
    minimum: String(app.config.minTransactionAmount),
    maximum: String(app.config.maxTransactionAmount),
    would_succeed: problems.length === 0,
    problems,
    best_time: "any: the fee is the same at every hour",
    risk: await riskOf(app, input),
  };
  return {
    optimization,
    // All of it is computed from the rules and the balance.
    confidence: 1,
    ...await wordWithLlm(ctx, sayOptimization(optimization), { useLlm: input.use_llm }),
    recommendations: recommendations(optimization),
  };
}

function proposedBy({ user_id, to_user, amount, transaction_type }: OptimizeRequest) {
  const toUser = transaction_type === "send" ? to_user ?? "" : user_id;
  return { fromUser: user_id, toUser, amount, type: transaction_type };
}

async function problemsOf(
  app: App,
  { input, proposed, total, balance }: {
    readonly input: OptimizeRequest;
    readonly proposed: ProposedTransfer;
    readonly total: string;
    readonly balance: Balance;
  },
): Promise<Problem[]> {
  if (proposed.toUser !== "") return [...(await tryOut(app, proposed)).problems] as Problem[];
  const rules = ruleProblems(app, proposed);
  if (new CoinAmount(balance.balance).gte(total)) return rules;
  const message = `${input.user_id} has too little available: ${total} TBC would be needed.`;
  return [...rules, { code: "INSUFFICIENT_FUNDS", message }];
}

/** Fees of the same amount in equal parts, as far as each part may be sent at all. */
function splitsOf(app: App, amount: string, fee: string): Optimization["splits"] {
  const percent = String(app.config.transactionFeePercent);
  return PARTS.flatMap((parts) => {
    const part = new CoinAmount(amount).div(parts).toDecimalPlaces(DECIMALS, CoinAmount.ROUND_DOWN);
    if (part.lt(app.config.minTransactionAmount)) return [];
    const last = new CoinAmount(amount).minus(part.times(parts - 1));
    const totalFee = new CoinAmount(feeOf(part.toFixed(), percent)).times(parts - 1)
      .plus(feeOf(last.toFixed(), percent));
    const saving = new CoinAmount(fee).minus(totalFee);
    return [{ parts, total_fee: trimAmount(totalFee.toFixed()), saving: saving.toFixed() }];
  });
}

/** The greatest amount whose total is at hand and which the limits allow; null where there is none. */
function mostPossible(
  app: App,
  type: OptimizeRequest["transaction_type"],
  { balance, staked_balance: staked }: Balance,
): string | null {
  if (type !== "send") {
    const held = type === "stake" ? balance : staked;
    return new CoinAmount(held).gt(0) ? held : null;
  }
  const { transactionFeePercent, minTransactionAmount, maxTransactionAmount } = app.config;
  const percent = String(transactionFeePercent);
  let most = new CoinAmount(balance).div(new CoinAmount(percent).div(100).plus(1))
    .toDecimalPlaces(DECIMALS, CoinAmount.ROUND_DOWN);
  // Half-even rounding of the fee can be in the way by one unit, in either direction.
  const fits = (amount: Decimal) =>
    new CoinAmount(totalOf(amount.toFixed(), feeOf(amount.toFixed(), percent))).lte(balance);
  if (fits(most.plus(UNIT))) most = most.plus(UNIT);
  while (most.gt(0) && !fits(most)) most = most.minus(UNIT);
  most = CoinAmount.min(most, maxTransactionAmount);
  return most.gte(minTransactionAmount) ? trimAmount(most.toFixed()) : null;
}

async function riskOf(app: App, input: OptimizeRequest): Promise<Optimization["risk"]> {
  if (input.transaction_type !== "send" || input.to_user === undefined) return null;
  const { score, level, coldStart } = await assessTransfer(app, {
    fromUser: input.user_id,
    toUser: input.to_user,
    amount: input.amount,
  });
  return { score, level, cold_start: coldStart };
}

function sayOptimization({ fee, total, transaction_type: type, ...rest }: Optimization): string {
  if (type !== "send") return `To ${type} costs no fee at any hour. The total is ${total} TBC.`;
  const splits = rest.splits.map(({ parts, total_fee }) =>
    `In ${parts} parts the fees would be ${total_fee} TBC.`
  );
  return [
    `The fee is ${fee} TBC, ${rest.fee_percent} % of the amount, the same at every hour.`,
    `The total is ${total} TBC.`,
    ...splits,
    "Splitting never saves more than rounding.",
    ...(rest.risk === null
      ? []
      : [`The risk is ${rest.risk.level}: ${rest.risk.score.toFixed(2)} of 1.`]),
  ].join(" ");
}

function recommendations(optimization: Optimization): string[] {
  const { most_possible, transaction_type: type, problems, risk } = optimization;
  const said = problems.map(({ message }) => message);
  if (problems.length > 0 && most_possible !== null) {
    said.push(`At most ${most_possible} TBC are possible now.`);
  }
  if (type === "send") {
    said.push("Send it in one transfer. Several payments to one person cost the same together.");
  }
  if (type === "stake") said.push("Staked coins cannot be sent until they are unstaked.");
  if (risk?.level === "high") said.push("Ask the recipient over another way before sending.");
  return said;
}
