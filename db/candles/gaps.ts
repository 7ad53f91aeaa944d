import type { Sql } from "../database.ts";

/** A run of missing hours: the first and the last missing open time. */
export interface GapSpan {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hours: number;
}

/** `open`: still to be asked for; `outage`: the exchange has no candle; `repaired`: filled. */
export type GapStatus = "open" | "outage" | "repaired";

export interface Gap extends GapSpan {
  readonly id: number;
  readonly cryptoId: number;
  readonly symbol: string;
  readonly status: GapStatus;
  /** How often the exchange was asked again. */
  readonly attempts: number;
  readonly lastAskedAtMs: number | null;
}

/**
 * Records gaps of one coin as open. A gap that is known already stays as it is, with its status
 * and attempts. Returns how many were new.
 */
export function recordGaps(
  _db: Sql,
  _input: { readonly cryptoId: number; readonly gaps: readonly GapSpan[] },
): Promise<number> {
  return Promise.reject(new Error("Not written yet."));
}

/** Known gaps, oldest first. */
export function listGaps(
  _db: Sql,
  _options: { readonly symbol?: string; readonly status?: GapStatus } = {},
): Promise<Gap[]> {
  return Promise.reject(new Error("Not written yet."));
}

/**
 * Notes the answer to one more question about a gap: `attempts` grows by one and `lastAskedAtMs` is
 * set where `askedAtMs` is given.
 */
export function setGapStatus(
  _db: Sql,
  _input: { readonly gapId: number; readonly status: GapStatus; readonly askedAtMs?: number },
): Promise<void> {
  return Promise.reject(new Error("Not written yet."));
}

/** Gaps by status. */
export function countGaps(
  _db: Sql,
): Promise<{ readonly open: number; readonly outages: number; readonly repaired: number }> {
  return Promise.reject(new Error("Not written yet."));
}
