import type { CoinPrediction, Prediction, TrackRecord } from "../../predictions/schema.ts";
import type { FactSource } from "../facts.ts";
import { makeFact, type UnnamedFact } from "./fact_writer.ts";
import type { MarketView } from "./market_view.ts";

const HOUR_MS = 3_600_000;

/** The newest forecast of a coin with its range, and whether an edge is claimed. */
export function forecastFact(view: MarketView, forecast: Prediction): UnnamedFact[] {
  const { prediction_time: madeAt, horizon_hours: hours, model } = view.forecasts;
  if (madeAt === null) return [];
  const targetMs = Date.parse(madeAt) + hours * HOUR_MS;
  const source = forecastSource(`/coin/${forecast.symbol}`, madeAt);
  return [makeFact([forecast.symbol, forecast.name], source, (write) => {
    write.plain(hours, "wording");
    write.plain(90, "wording");
    write.plain(9, "wording");
    write.plain(10, "wording");
    return `${forecast.symbol} forecast for ${write.time(targetMs)} (${hours} hours ahead, ` +
      `${model?.type ?? "naive"} model): median ${write.usd(forecast.predicted_price)} ` +
      `(${write.percent(forecast.predicted_change_percent)}), 9 times out of 10 between ` +
      `${write.usd(forecast.lower)} and ${write.usd(forecast.upper)} (` +
      `${
        write.percent(widthPercent(forecast)).replace("+", "")
      } of the price wide), half of the time between ` +
      `${write.usd(forecast.lower_50)} and ${write.usd(forecast.upper_50)}; probability up ` +
      `${write.probability(forecast.probability_up)}; ` +
      (forecast.called ? "an edge is claimed" : "no edge") +
      (forecast.call_reason === null ? "." : `: ${forecast.call_reason}`);
  })];
}

/** How wide the 90 % range is, percent of the price. */
export function widthPercent(forecast: Prediction): number {
  return (forecast.upper - forecast.lower) / forecast.current_price * 100;
}

/** The point of the hourly path that a question asks about; null at or beyond the horizon. */
export function pathPointAt(
  view: MarketView,
  symbol: string,
  aheadHours: number | null,
): CoinPrediction["path"][number] | null {
  const forecast = view.coins.get(symbol)?.forecast;
  if (!forecast || aheadHours === null || aheadHours >= forecast.horizon_hours) return null;
  return forecast.path[aheadHours - 1] ?? null;
}

/** The range of an hour before the horizon, where that is what is asked about. */
export function pathFact(
  view: MarketView,
  symbol: string,
  aheadHours: number | null,
): UnnamedFact[] {
  const point = pathPointAt(view, symbol, aheadHours);
  const forecast = view.coins.get(symbol)?.forecast;
  if (point === null || !forecast) return [];
  const source = forecastSource(`/coin/${symbol}`, forecast.prediction_time);
  return [
    makeFact([symbol, forecast.name], source, (write) => {
      write.plain(9, "wording");
      write.plain(10, "wording");
      write.plain(aheadHours!, "wording");
      return `${symbol} forecast for ${write.time(Date.parse(point.target_time))}: median ` +
        `${write.usd(point.q50)}, 9 times out of 10 between ${write.usd(point.q05)} and ` +
        `${write.usd(point.q95)}, half of the time between ${write.usd(point.q25)} and ${
          write.usd(point.q75)
        }.`;
    }),
  ];
}

/** What moved the forecast of a coin, in the words of its page. */
export function explanationFact(view: MarketView, symbol: string): UnnamedFact[] {
  const forecast = view.coins.get(symbol)?.forecast;
  if (!forecast?.explanation) return [];
  const { text, groups, volatility } = forecast.explanation;
  const source = forecastSource(`/coin/${symbol}`, forecast.prediction_time);
  return [makeFact([symbol, forecast.name], source, (write) => {
    for (const group of groups) {
      write.percent(group.effect_on_median_percent);
      write.percent(group.effect_on_width_percent);
    }
    write.percent(volatility.now_percent);
    write.percent(volatility.usual_percent);
    return `What moved the forecast of ${symbol}: ${text}`;
  })];
}

/** What earlier forecasts were worth: of one coin, or of all. */
export function recordFact(record: TrackRecord | null | undefined, name: string): UnnamedFact[] {
  if (!record) return [];
  const subjects = record.symbol === null ? [] : [record.symbol, name];
  const whose = record.symbol ?? "all coins";
  const { summary } = record;
  const source = { title: "Track record", href: "/record", asOfMs: Date.parse(record.to) };
  return [makeFact(subjects, source, (write) => {
    if (summary.scored === 0) {
      return `Record of ${whose}: no forecast has come due in ${
        write.plain(record.days, "days")
      } days yet.`;
    }
    const parts = [
      `Record of ${whose} over ${write.plain(record.days, "days")} days: ` +
      `${write.plain(summary.scored)} forecasts scored on ${
        write.plain(record.scored_days, "days")
      } days`,
    ];
    if (summary.hit_rate !== null) {
      parts.push(`direction right in ${write.probability(summary.hit_rate)}`);
    }
    if (summary.coverage_90 !== null) {
      parts.push(`inside the 90 % range in ${write.probability(summary.coverage_90)}`);
      write.plain(90, "wording");
    }
    if (summary.error_percent !== null && summary.naive_error_percent !== null) {
      parts.push(
        `mean error ${write.percent(summary.error_percent)} against ` +
          `${write.percent(summary.naive_error_percent)} of the naive forecast`,
      );
    }
    if (record.of === "naive") parts.push("these are the naive forecasts: no model's has come due");
    return `${parts.join("; ")}.`;
  })];
}

/** What forecasts are, and how far they reach. */
export function aboutForecasts(view: MarketView, nowMs: number): UnnamedFact[] {
  const { forecasts } = view;
  if (forecasts.prediction_time === null) {
    const source = { title: "Setup", href: "/setup", asOfMs: nowMs };
    return [
      makeFact([], source, () => "No forecasts are published yet: candles are still collected."),
    ];
  }
  const called = forecasts.predictions.filter((one) => one.called).length;
  const rising = forecasts.predictions.filter((one) => one.predicted_change_percent > 0).length;
  return [
    makeFact(
      [],
      forecastSource("/predictions", forecasts.prediction_time),
      (write) =>
        `Forecasts reach ${
          write.plain(forecasts.horizon_hours, "wording")
        } hours, not further; made at ` +
        `${write.time(Date.parse(forecasts.prediction_time!))} by the ${
          forecasts.model?.type ?? "naive"
        } model. ` +
        `${write.plain(rising)} of ${
          write.plain(forecasts.predictions.length)
        } coins have a median above the price; ` +
        `an edge is claimed for ${write.plain(called)}.` +
        (forecasts.model?.trained_at
          ? ` The model was trained at ${write.time(Date.parse(forecasts.model.trained_at))}.`
          : "") +
        (forecasts.stale ? " These forecasts are stale." : ""),
    ),
  ];
}

function forecastSource(href: string, madeAt: string): FactSource {
  return { title: "Published forecasts", href, asOfMs: Date.parse(madeAt) };
}
