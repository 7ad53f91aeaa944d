import {
  findCryptocurrency,
  readBookState,
  readRecordedForecasts,
  readTrackRecord as readSums,
  type RecordedForecast,
  type ScoreSums,
} from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { readShared } from "./record_cache.ts";
import type { RecordRow, TrackRecord } from "./schema.ts";

const DAY_MS = 86_400_000;
/** A picture has no room for more points than this: of longer spans every n-th hour is shown. */
const DAYS_IN_FULL = 90;

/**
 * What was published against what came, beside the naive forecast sealed with it: hits and misses
 * alike, by month, by coin and by hour ahead.
 *
 * @throws {AppError} NOT_FOUND where the coin is unknown
 */
export async function readTrackRecord(
  app: App,
  input: { readonly symbol?: string | undefined; readonly days: number },
): Promise<TrackRecord> {
  const { symbol, days } = input;
  if (symbol !== undefined && (await findCryptocurrency(app.db, symbol)) === null) {
    throw new AppError("NOT_FOUND", `There is no coin "${symbol}" here.`);
  }
  const key = `record ${symbol ?? "*"} ${days}`;
  return await readShared(app, key, () => read(app, symbol, days));
}

async function read(app: App, symbol: string | undefined, days: number): Promise<TrackRecord> {
  const toMs = app.now();
  const fromMs = toMs - days * DAY_MS;
  const horizonHours = app.config.predictionHorizonHours;
  const asked = symbol === undefined ? {} : { symbol };
  const record = await readSums(app.db.read, { ...asked, fromMs, horizonHours });
  const stepHours = Math.ceil(days / DAYS_IN_FULL);
  const series = symbol === undefined
    ? []
    : await readRecordedForecasts(app.db.read, { symbol, fromMs, of: record.of, stepHours });
  const { sinceMs, ...book } = await readBookState(app.db.read);
  return {
    symbol: symbol ?? null,
    days,
    from: iso(fromMs),
    to: iso(toMs),
    horizon_hours: horizonHours,
    of: record.of,
    scored_days: record.scoredDays,
    summary: toRow(record.summary),
    by_horizon: record.byHorizon.map((row) => ({
      horizon_hours: row.horizonHours,
      ...toRow(row),
    })),
    by_month: record.byMonth.map((row) => ({ month: row.month, ...toRow(row) })),
    by_coin: record.byCoin.map((row) => ({ symbol: row.symbol, name: row.name, ...toRow(row) })),
    series: series.map(toPoint),
    book: { ...book, since: sinceMs === null ? null : iso(sinceMs) },
    simulated: await app.simulated(),
  };
}

function toRow(sums: ScoreSums): RecordRow {
  const { forecasts, scored, hits, misses, withNaive } = sums;
  return {
    ...{ forecasts, scored, unscorable: forecasts - scored, hits, misses },
    hit_rate: share(hits, hits + misses),
    coverage_50: share(sums.in50, scored),
    coverage_80: share(sums.in80, sums.with80),
    coverage_90: share(sums.in90, scored),
    naive_coverage_90: share(sums.naiveIn90, withNaive),
    error_percent: percent(sums.error, scored),
    naive_error_percent: percent(sums.naiveError, withNaive),
    pinball_percent: percent(sums.pinball, scored),
    naive_pinball_percent: percent(sums.naivePinball, withNaive),
    winkler_90_percent: percent(sums.winkler90, scored),
    naive_winkler_90_percent: percent(sums.naiveWinkler90, withNaive),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function percent(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count * 100;
}

function toPoint(row: RecordedForecast): TrackRecord["series"][number] {
  const { close, q05, q25, q50, q75, q95, actual, hit } = row;
  return {
    prediction_time: iso(row.madeAtMs),
    target_time: iso(row.targetMs),
    price: close,
    ...{ q05, q25, q50, q75, q95 },
    naive_q05: row.naiveQ05,
    naive_q50: row.naiveQ50,
    naive_q95: row.naiveQ95,
    actual,
    hit,
    unscorable_reason: row.unscorableReason,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
