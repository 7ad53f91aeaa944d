import { CoinAmount, readRoundsOfHour } from "../../db/mod.ts";
import { priceRange } from "../../ml/scoring/quantile_score.ts";
import { trimAmount } from "../coins/amount.ts";
import type { App } from "../context.ts";
import { iso, toForecast } from "./contest_views.ts";
import { type MeasuredScale, measureScale } from "./measure_scale.ts";
import { openRoundTimes } from "./round_times.ts";
import type { OpenContests } from "./schema.ts";

const NOBODY = { stakes: 0, pool: "0" };

/**
 * The coins that can be staked on until the next full hour, with the size of each pool and the
 * model's newest forecast. What others say is not told before entries close.
 *
 * @throws {AppError} NOT_FOUND where the coin asked for is unknown
 */
export async function readOpenContests(
  app: App,
  input: { readonly symbol?: string | undefined },
): Promise<OpenContests> {
  const { closesAtMs, targetAtMs } = openRoundTimes(app.now());
  const { minTransactionAmount, maxTransactionAmount } = app.config;
  const measured = input.symbol === undefined ? null : await measureScale(app, input.symbol);
  return {
    closes_at: iso(closesAtMs),
    target_time: iso(targetAtMs),
    minimum_amount: new CoinAmount(minTransactionAmount).toFixed(),
    maximum_amount: new CoinAmount(maxTransactionAmount).toFixed(),
    coins: await readCoins(app, targetAtMs),
    scale: measured?.scale ? toScale(input.symbol!, measured.scale) : null,
    not_open: measured?.whyNot ?? null,
    simulated: await app.simulated(),
  };
}

async function readCoins(app: App, targetAtMs: number): Promise<OpenContests["coins"]> {
  const [overview, published, rounds] = await Promise.all([
    app.overview(),
    app.publications.read(),
    readRoundsOfHour(app.db, { targetAtMs }),
  ]);
  const forecasts = new Map(published?.predictions.map((one) => [one.symbol, one]));
  const poolOf = (symbol: string, kind: string) => {
    const found = rounds.find(({ round }) => round.symbol === symbol && round.kind === kind);
    return found ? { stakes: found.stakes, pool: trimAmount(found.pool) } : NOBODY;
  };
  return overview.flatMap(({ symbol, name, price }) => {
    if (price === null) return [];
    const known = forecasts.get(symbol);
    return [{
      ...{ symbol, name, price },
      direction: poolOf(symbol, "direction"),
      distribution: poolOf(symbol, "distribution"),
      model: known === undefined || published === null ? null : {
        model_id: published.publication.modelId,
        made_at: iso(published.publication.madeAtMs),
        probability_up: known.probabilityUp,
        quantiles: toForecast({
          probabilityUp: null,
          quantiles: [known.q05, known.q25, known.q50, known.q75, known.q95],
        }).quantiles!,
      },
    }];
  });
}

function toScale(symbol: string, scale: NonNullable<MeasuredScale["scale"]>) {
  const usual = (Math.exp(scale.usualMove) - 1) * 100;
  return { symbol, anchor: scale.anchor, usual_move_percent: usual, ...priceRange(scale) };
}
