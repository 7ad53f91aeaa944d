import {
  findPlacedStake,
  type Idempotency,
  LedgerRefusal,
  type PersonStake,
  placeContestStake,
} from "../../db/mod.ts";
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
  const idempotency = await idempotencyOf(ctx, input);
  const earlier = idempotency && await refusalsAsErrors(() => findPlacedStake(app.db, idempotency));
  if (earlier) return toAnswer(ctx, earlier, true);
  const intended = await intend(app, input);
  if (input.dry_run) {
    return { dry_run: true, stake: null, preview: await previewStake(app, intended) };
  }
  const [problem] = amountProblems(app, input.amount);
  if (problem) throw new AppError("VALIDATION_ERROR", problem.message);
  const done = await refusalsAsErrors(() =>
    placeContestStake(app.db, {
      ...intended,
      nowMs: app.now(),
      createdBy: `${ctx.actor.kind}:${ctx.actor.name}`,
      ...(idempotency && { idempotency }),
    })
  );
  if (done === null) throw new AppError("CONFLICT", SECOND_STAKE.message);
  return toAnswer(ctx, done.placed, done.replayed);
}

function toAnswer(ctx: RequestContext, placed: PersonStake, replayed: boolean): PlaceAnswer {
  if (replayed) ctx.reply.set("idempotent-replayed", "true");
  return { dry_run: false, stake: toStakeView(placed, ctx.app.now()), preview: null };
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

async function idempotencyOf(
  { actor, idempotencyKey }: RequestContext,
  input: PlaceStake,
): Promise<Idempotency | null> {
  if (idempotencyKey === null || input.dry_run) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(["contests.place", input]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return {
    scope: `${actor.kind}:${actor.userId ?? actor.name}`,
    key: idempotencyKey,
    requestHash: digest.toHex(),
  };
}

async function refusalsAsErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) throw error;
    throw new AppError(error.code, error.message, { details: error.details, cause: error });
  }
}
