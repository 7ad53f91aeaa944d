import { z } from "zod";
import { isStale } from "../predictions/forecast_view.ts";
import { many, one, seconds, SOURCE } from "./database_series.ts";
import { gauge, type Reading } from "./instruments.ts";
import type { OperationFacts } from "./operation_facts.ts";

/** The part of the stored result of job `drift` that is shown. */
const driftResult = z.object({
  inputs: z.object({ psi: z.number(), threshold: z.number() }).nullable(),
});

/** Market data, forecasts and models. */
export function readService(facts: OperationFacts, nowMs: number): Reading[] {
  return [...readMarket(facts), ...readForecasts(facts, nowMs), ...readModels(facts)];
}

function readMarket({ service, slow }: OperationFacts): Reading[] {
  return [
    one("coins_tracked", "Coins that are followed.", service.trackedCoins),
    one("coins_behind", "Followed coins without the newest candle.", service.coinsBehind),
    one("candles", "Closed candles of followed coins; counted every five minutes.", slow.candles),
    one(
      "candles_newest_end_timestamp_seconds",
      "When the newest closed candle ended.",
      seconds(service.newestEndMs),
    ),
    many("gaps", "Runs of missing hours, by what became of them.", "state", service.gaps),
    one("gap_hours_open", "Hours in gaps that nobody could fill or explain.", service.openGapHours),
    one("database_size_bytes", "Size of the database.", service.databaseBytes),
  ];
}

function readForecasts({ service, slow }: OperationFacts, nowMs: number): Reading[] {
  const { madeAtMs, isFallback } = service;
  const ranges = Object.entries(slow.record);
  return [
    one("forecasts_published", "Publications in the sealed book.", service.publications),
    one("forecasts_late", "Publications that came too late to count.", service.latePublications),
    one("forecasts_coins", "Coins in the newest publication.", service.publishedCoins),
    one(
      "forecasts_made_timestamp_seconds",
      "The hour that the newest forecasts were made from.",
      seconds(madeAtMs),
    ),
    one(
      "forecasts_stale",
      "1 where the newest forecasts have missed an hour.",
      madeAtMs === null ? null : Number(isStale(madeAtMs, nowMs)),
    ),
    one(
      "forecasts_fallback",
      "1 where an older or naive forecast stands in for the model's.",
      isFallback === null ? null : Number(isFallback),
    ),
    gauge(
      "crypto_ai_range_coverage_ratio",
      "How often the outcome was in the published range, over 30 days.",
      ranges.map(([range, { scored, inside }]) => [
        { ...SOURCE, range },
        scored === 0 ? null : inside / scored,
      ]),
    ),
    many(
      "range_forecasts_scored",
      "Forecasts of the last 30 days with an outcome, by range.",
      "range",
      Object.fromEntries(ranges.map(([range, { scored }]) => [range, scored])),
    ),
  ];
}

function readModels({ service }: OperationFacts): Reading[] {
  const drift = driftResult.safeParse(service.drift);
  const inputs = drift.success ? drift.data.inputs : null;
  return [
    one(
      "model_trained_timestamp_seconds",
      "When the model that serves was trained.",
      seconds(service.trainedAtMs),
    ),
    one(
      "drift_psi",
      "Greatest population stability index of the model's inputs.",
      inputs?.psi ?? null,
    ),
    one("drift_psi_threshold", "Above it the inputs have drifted.", inputs?.threshold ?? null),
    many("drift_alerts_open", "Episodes of drift that last.", "kind", {
      inputs: 0,
      coverage: 0,
      pinball: 0,
      ...service.driftOpen,
    }),
  ];
}
