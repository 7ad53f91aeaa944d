import type { z } from "zod";
import type { RequestContext } from "../context.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { MarketTendency } from "../markets/schema.ts";
import { readTendency } from "../markets/read_tendency.ts";
import { readTopPredictions } from "../predictions/read_top_predictions.ts";
import { readTrackRecord } from "../predictions/read_track_record.ts";
import type { Prediction, Top20, TrackRecord } from "../predictions/schema.ts";
import type { predictionsSchema, PredictTrendAnswer } from "./schema.ts";
import { wordWithLlm } from "./word_with_llm.ts";

type Predictions = z.infer<typeof predictionsSchema>;

const RECORD_DAYS = 90;
const MOST_FORECASTS = 100;
/** Without a coin by name, these are listed: called ones first, then those of the largest change. */
const COINS_LISTED = 5;
/** Of so few outcomes no share is worth stating. */
const LEAST_OUTCOMES = 30;

/**
 * What the market's tendency and the published forecasts say, with the record of such forecasts. Nothing is
 * computed anew: it is what was published.
 *
 * @throws {AppError} NOT_FOUND where the coin has no forecast
 */
export async function predictTrend(
  ctx: RequestContext,
  input: { readonly symbol?: string | undefined; readonly use_llm: boolean },
): Promise<PredictTrendAnswer> {
  const { app } = ctx;
  const { symbol } = input;
  const [tendency, top] = await Promise.all([
    unless("UNAVAILABLE", readTendency(app)),
    readTopPredictions(app, { limit: MOST_FORECASTS }),
  ]);
  const coins = symbol === undefined
    ? listed(top.predictions)
    : top.predictions.filter((one) => one.symbol === symbol);
  if (symbol !== undefined && coins.length === 0) {
    throw new AppError("NOT_FOUND", `There is no forecast of "${symbol}" now.`);
  }
  const record = await readTrackRecord(app, { symbol, days: RECORD_DAYS });
  const predictions = toPredictions(tendency, top, coins, record);
  return {
    predictions,
    confidence: symbol === undefined ? tendency?.confidence ?? 0 : coins[0]!.confidence,
    ...await wordWithLlm(ctx, sayTrend(predictions, symbol), { useLlm: input.use_llm }),
    recommendations: recommend(predictions),
  };
}

async function unless<T>(code: ErrorCode, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === code) return null;
    throw error;
  }
}

function listed(predictions: readonly Prediction[]): Prediction[] {
  const change = (one: Prediction) => Math.abs(one.predicted_change_percent);
  return predictions.toSorted((a, b) =>
    Number(b.called) - Number(a.called) || change(b) - change(a)
  ).slice(0, COINS_LISTED);
}

function toPredictions(
  tendency: MarketTendency | null,
  top: Top20,
  coins: readonly Prediction[],
  { of, days, summary }: TrackRecord,
): Predictions {
  return {
    tendency: tendency?.tendency ?? null,
    tendency_explanation: tendency?.explanation ?? null,
    coins: coins.map(toTrend),
    coins_called: top.predictions.filter((one) => one.called).length,
    coins_forecast: top.count,
    horizon_hours: top.horizon_hours,
    prediction_time: top.prediction_time,
    stale: top.stale,
    model: top.model && { id: top.model.id, type: top.model.type },
    record: {
      ...{ of, days, scored: summary.scored, hit_rate: summary.hit_rate },
      pinball_percent: summary.pinball_percent,
      naive_pinball_percent: summary.naive_pinball_percent,
      coverage_90: summary.coverage_90,
    },
    simulated: top.simulated,
  };
}

function toTrend(one: Prediction): Predictions["coins"][number] {
  const { symbol, name, current_price, predicted_change_percent, probability_up, called } = one;
  return {
    ...{ symbol, name, price: current_price, predicted_change_percent, probability_up, called },
    lower: one.lower,
    upper: one.upper,
    verdict: called
      ? `called: ${predicted_change_percent >= 0 ? "up" : "down"}`
      : "no edge over the naive forecast",
  };
}

function sayTrend(predictions: Predictions, symbol: string | undefined): string {
  const { coins_forecast: count, horizon_hours: hours, simulated } = predictions;
  if (count === 0) return `${sayTendency(predictions)} No forecast has been published yet.`;
  return [
    ...(simulated ? ["The market is simulated."] : []),
    sayTendency(predictions),
    symbol === undefined ? sayMarket(predictions, hours) : sayCoin(predictions, hours),
    sayRecord(predictions),
    ...(predictions.stale ? ["The forecasts are older than two hours."] : []),
  ].join(" ");
}

function sayTendency({ tendency, tendency_explanation: why }: Predictions): string {
  if (tendency === null) return "The tendency of the market is not known yet.";
  return `The market is ${tendency} now. ${why ?? ""}`.trim();
}

function sayMarket({ coins_called: called, coins_forecast: count }: Predictions, hours: number) {
  if (called === 0) {
    return `For none of ${count} coins do the forecasts over ${hours} h claim an edge over the naive one.`;
  }
  return `For ${called} of ${count} coins the forecasts over ${hours} h claim an edge over the naive one.`;
}

function sayCoin({ coins }: Predictions, hours: number): string {
  const coin = coins[0]!;
  const { predicted_change_percent: change, probability_up: up, price } = coin;
  const [low, high] = [coin.lower, coin.upper].map((one) => percent(100 * (one / price - 1)));
  const edge = coin.called
    ? "An edge over the naive forecast is claimed."
    : "No edge over the naive forecast is claimed.";
  return `${coin.symbol} over ${hours} h: median ${percent(change)}, ` +
    `between ${low} and ${high} in nine of ten cases, up with probability ${
      up.toFixed(2)
    }. ${edge}`;
}

function sayRecord({ record }: Predictions): string {
  const { scored, days, pinball_percent: loss, naive_pinball_percent: naive } = record;
  if (scored < LEAST_OUTCOMES || loss === null || naive === null) {
    return `Of such forecasts ${scored} have come due, too few for a record.`;
  }
  const hits = record.hit_rate === null
    ? "."
    : `, and the direction was right in ${percent(100 * record.hit_rate, false)}.`;
  return `In ${days} days ${scored} such forecasts came due: mean loss ${
    loss.toFixed(3)
  } % of the ` +
    `price, naive forecast ${naive.toFixed(3)} %${hits}`;
}

function percent(value: number, isSigned = true): string {
  const sign = value < 0 ? "−" : isSigned ? "+" : "";
  return `${sign}${Math.abs(value).toFixed(1)} %`;
}

function recommend({ coins_called: called, coins_forecast: count }: Predictions): string[] {
  if (count === 0) return ["Ask again after the first publication."];
  return [
    called === 0
      ? "Look at the ranges rather than the medians: no direction is claimed."
      : "Look at the record of a called coin before relying on it.",
    "GET /api/predictions/track-record shows every forecast and what came of it.",
  ];
}
