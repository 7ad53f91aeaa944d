import type { CandleRow } from "../db/mod.ts";
import { type Candle, parseKline } from "./exchange/kline.ts";

export interface BadRow {
  readonly raw: unknown;
  readonly reason: string;
  /** The hour it claims to be of, where that could be read. */
  readonly openTimeMs?: number;
}

export interface ReadPage {
  /** Valid candles, one per hour, oldest first. */
  readonly rows: CandleRow[];
  readonly bad: BadRow[];
}

/**
 * Validates the rows of one or more pages of one coin. A bad row is set aside with its reason and the
 * rest goes on. Where an hour comes twice, the one with more volume counts, which is the later look at a
 * growing candle; so the order of rows never matters.
 *
 * Binance sends no market cap: it is close × today's circulating supply, `null` where that is unknown.
 */
export function readPage(
  page: readonly unknown[],
  options: { readonly nowMs: number; readonly circulatingSupply: number | null },
): ReadPage {
  const byHour = new Map<number, Candle>();
  const bad: BadRow[] = [];
  for (const raw of page) {
    const result = parseKline(raw, options.nowMs);
    if (!result.ok) {
      bad.push({ raw, reason: result.reason, openTimeMs: result.openTimeMs });
      continue;
    }
    const known = byHour.get(result.candle.openTimeMs);
    if (known === undefined || isBetter(result.candle, known)) {
      byHour.set(result.candle.openTimeMs, result.candle);
    }
  }
  const candles = [...byHour.values()].sort((a, b) => a.openTimeMs - b.openTimeMs);
  return { rows: candles.map((candle) => toRow(candle, options.circulatingSupply)), bad };
}

function isBetter(candidate: Candle, known: Candle): boolean {
  const volume = Number(candidate.volume) - Number(known.volume);
  if (volume !== 0) return volume > 0;
  return JSON.stringify(candidate) > JSON.stringify(known);
}

export function toRow(candle: Candle, circulatingSupply: number | null): CandleRow {
  return { ...candle, marketCap: marketCapOf(candle.close, circulatingSupply) };
}

function marketCapOf(close: string, circulatingSupply: number | null): string | null {
  if (circulatingSupply === null) return null;
  const cap = Number(close) * circulatingSupply;
  // Whole cents; beyond 1e21 toFixed would print an exponent, and no coin is worth that.
  return Number.isFinite(cap) && cap < 1e21 ? cap.toFixed(2) : null;
}
