import {
  type Database,
  placeContestStake,
  type Posted,
  type PostingContext,
  readStakeOfTransaction,
  retryConflicts,
  SecondStakeError,
  type Sql,
} from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import type { App, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { toStakeView } from "./contest_views.ts";
import { measureScale } from "./measure_scale.ts";
import { amountProblems, type IntendedStake, previewStake, SECOND_STAKE } from "./preview_stake.ts";
import { openRoundTimes } from "./round_times.ts";
import type { PlaceAnswer, PlaceStake } from "./schema.ts";
import { stateForecast } from "./state_forecast.ts";

/**
 * Stakes coins on a forecast of one's own, or says what that could bring. A stake cannot be changed
 * afterwards. With an `Idempotency-Key` a repetition gets the first answer, after closing time too.
 *
 * @throws {AppError} VALIDATION_ERROR, NOT_FOUND for a coin, USER_NOT_FOUND, INSUFFICIENT_FUNDS,
 * INVALID_STATE where entries are closed or the coin cannot be staked on, CONFLICT for a second stake
 * in a round, IDEMPOTENCY_CONFLICT
 */
export async function placeStake(ctx: RequestContext, input: PlaceStake): Promise<PlaceAnswer> {
  const { app } = ctx;
  if (input.dry_run) {
    const preview = await previewStake(app, await intend(app, input));
    return { dry_run: true, stake: null, preview };
  }
  // Looked up before a transaction may be open: each that waited for a second connection would hold its
  // first, until none was left for anyone.
  const [intended] = await Promise.allSettled([intend(app, input)]);
  const request = {
    act: "contests.place",
    input,
    owners: [input.user_id],
    assertPossible: () => void stakeOf(app, intended),
  };
  const { transaction } = await postToLedger(ctx, request, (db, posting) => {
    return placeOnce(db, stakeOf(app, intended), posting);
  });
  const placed = await readStakeOfTransaction(app.db, { transactionId: transaction.id });
  return { dry_run: false, stake: toStakeView(placed!, app.now()), preview: null };
}

/** @throws {AppError} why it cannot be placed now */
function stakeOf(app: App, intended: PromiseSettledResult<IntendedStake>): IntendedStake {
  if (intended.status === "rejected") throw intended.reason;
  const [problem] = amountProblems(app, intended.value.amount);
  if (problem) throw new AppError("VALIDATION_ERROR", problem.message);
  return intended.value;
}

/** Places it, unless the same request did before. */
async function placeOnce(
  db: Sql | Database,
  stake: IntendedStake,
  posting: PostingContext,
): Promise<Posted> {
  const place = (tx: Sql) => placeContestStake(tx, { ...stake, ...posting });
  try {
    if (!("transaction" in db)) return await place(db);
    return await retryConflicts(() => db.transaction(place), posting.idempotency !== undefined);
  } catch (error) {
    if (!(error instanceof SecondStakeError)) throw error;
    throw new AppError("CONFLICT", SECOND_STAKE.message, { cause: error });
  }
}

/** The stake that is meant: in the round that is open, measured by what is known now. */
async function intend(app: App, input: PlaceStake): Promise<IntendedStake> {
  const forecast = stateForecast(input);
  const times = openRoundTimes(app.now());
  const asked = input.target_time === undefined ? null : Date.parse(input.target_time);
  if (asked !== null && asked !== times.targetAtMs) {
    throw new AppError(
      "INVALID_STATE",
      `Entries for ${input.target_time} are not open: forecasts are taken for ` +
        `${new Date(times.targetAtMs).toISOString()} now.`,
    );
  }
  const { symbol, kind, amount, user_id: userId } = input;
  const { scale, whyNot } = await measureScale(app, symbol);
  if (scale === null) throw new AppError("INVALID_STATE", whyNot);
  return { userId, amount, forecast, terms: { symbol, kind, ...times, ...scale } };
}
