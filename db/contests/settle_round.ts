import type { Database, Sql } from "../database.ts";
import { retryConflicts } from "../ledger/call_ledger.ts";
import type { StatedForecast } from "./contests.ts";
import { type Payment, payOut } from "./pay_out.ts";
import type { RoundFacts } from "./read_round_facts.ts";

/** How a round ends. */
export interface RoundResult {
  readonly outcome: "settled" | "void";
  /** Why it is void. */
  readonly reason: string | null;
  /** In the order of the stakes; the payouts add up to the pool. */
  readonly results: readonly { readonly score: number | null; readonly payout: string }[];
  readonly crowd: StatedForecast | null;
  readonly crowdScore: number | null;
  readonly modelScore: number | null;
}

interface Settling {
  readonly facts: RoundFacts;
  readonly result: RoundResult;
  readonly nowMs: number;
}

/**
 * Pays a round out and writes down how it ended, in one transaction: a crash leaves both or neither,
 * and of two who settle at once the second waits and finds it done. Payouts that do not add up to the
 * stakes are refused by the ledger.
 *
 * @returns false where the round was settled before
 */
export async function settleContestRound(db: Database, input: Settling): Promise<boolean> {
  // Done again after a lost answer, it finds itself done.
  return await retryConflicts(() => db.transaction((tx) => settle(tx, input)), true);
}

async function settle(tx: Sql, input: Settling): Promise<boolean> {
  const { round } = input.facts;
  await tx.sql("select id from contest_rounds where id = $1 for no key update", [round.id]);
  const done = await tx.sql("select from contest_settlements where round_id = $1", [round.id]);
  if (done.length > 0) return false;
  const payments = await holdStakes(tx, input);
  const transactionIds = await payOut(tx, payments, {
    nowMs: input.nowMs,
    metadata: {
      round_id: round.id,
      symbol: round.symbol,
      kind: round.kind,
      target_time: new Date(round.targetAtMs).toISOString(),
      outcome: input.result.outcome,
    },
  });
  await recordSettlement(tx, input);
  await recordPayouts(tx, payments, transactionIds, input.result);
  return true;
}

/** An erasure between reading and paying renames a person: the name that counts is the one now. */
async function holdStakes(tx: Sql, { facts, result }: Settling): Promise<Payment[]> {
  const held = await tx.sql<Omit<Payment, "payout">>(
    `select id as "stakeId", user_id as "userId", amount from contest_stakes where round_id = $1
     order by id for share`,
    [facts.round.id],
  );
  const isSame = held.length === facts.stakes.length && held.length === result.results.length &&
    held.every((one, at) => one.stakeId === facts.stakes[at]!.id);
  if (!isSame) throw new Error(`Round ${facts.round.id} has other stakes than were judged.`);
  return held.map((one, at) => ({ ...one, payout: result.results[at]!.payout }));
}

async function recordSettlement(tx: Sql, { facts, result, nowMs }: Settling): Promise<void> {
  const { round, reference, actual } = facts;
  const model = result.outcome === "settled" ? facts.model : null;
  await tx.sql(
    `insert into contest_settlements (round_id, outcome, reason, reference_price,
       reference_source, actual_price, actual_source, stakes, pool, crowd, crowd_score, model,
       model_score, model_id, publication_id, settled_at)
     select $1, $2, $3, $4::numeric, $5, $6::numeric, $7, count(*), sum(amount), $8::jsonb, $9,
       $10::jsonb, $11, $12, $13, to_timestamp($14::float8 / 1000)
     from contest_stakes where round_id = $1`,
    [
      ...[round.id, result.outcome, result.reason],
      ...[reference?.price ?? null, reference?.source ?? null],
      ...[actual?.price ?? null, actual?.source ?? null],
      ...[toJson(result.crowd), result.crowdScore, toJson(model), result.modelScore],
      ...[model?.modelId ?? null, model?.publicationId ?? null, nowMs],
    ],
  );
}

function toJson(said: StatedForecast | null): string | null {
  if (said === null) return null;
  const { probabilityUp, quantiles } = said;
  return JSON.stringify({ probabilityUp, quantiles });
}

async function recordPayouts(
  tx: Sql,
  payments: readonly Payment[],
  transactionIds: readonly string[],
  { results }: RoundResult,
): Promise<void> {
  await tx.sql(
    `insert into contest_payouts (stake_id, score, payout, transaction_id)
     select * from unnest($1::bigint[], $2::float8[], $3::numeric[], $4::uuid[])`,
    [
      payments.map(({ stakeId }) => stakeId),
      results.map(({ score }) => score),
      payments.map(({ payout }) => payout),
      transactionIds,
    ],
  );
}
