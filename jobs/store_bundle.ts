import { quarantine, writeCandles } from "../db/mod.ts";
import type { PageBundle } from "./collection_plan.ts";
import type { JobContext } from "./context.ts";
import type { HourSpan } from "./hours.ts";
import { type BadRow, readPage } from "./read_page.ts";

export interface BundleResult {
  /** Rows inserted or changed. */
  readonly written: number;
  readonly quarantined: number;
}

export interface Provenance {
  readonly sourceId: number;
  readonly runId: string | null;
}

/**
 * Fetches the pages of a bundle and stores their candles. Pages that came are stored even when
 * another one failed; that failure is then thrown.
 */
export async function storeBundle(
  context: JobContext,
  bundle: PageBundle,
  provenance: Provenance,
): Promise<BundleResult> {
  const settled = await Promise.allSettled(
    bundle.pages.map((page) => fetchPage(context, bundle.coin.exchangeSymbol, page)),
  );
  const rows = settled.flatMap((page) => page.status === "fulfilled" ? page.value : []);
  const result = await storeRows(context, bundle, rows, provenance);
  const failed = settled.find((page) => page.status === "rejected");
  if (failed) throw failed.reason;
  return result;
}

export async function fetchPage(
  context: JobContext,
  exchangeSymbol: string,
  page: HourSpan,
): Promise<unknown[]> {
  return await context.exchange.fetchKlines(
    { symbol: exchangeSymbol, fromMs: page.firstMs, toMs: page.lastMs },
    context.signal,
  );
}

async function storeRows(
  context: JobContext,
  { coin }: PageBundle,
  raw: readonly unknown[],
  { sourceId, runId }: Provenance,
): Promise<BundleResult> {
  const { rows, bad } = readPage(raw, {
    nowMs: context.now(),
    circulatingSupply: coin.circulatingSupply,
  });
  if (bad.length > 0) await keepBadRows(context, coin.symbol, bad, { sourceId, runId });
  if (rows.length === 0) return { written: 0, quarantined: bad.length };
  const { inserted, updated } = await writeCandles(context.db, {
    cryptoId: coin.id,
    sourceId,
    rows,
  });
  return { written: inserted + updated, quarantined: bad.length };
}

/** Quarantines bad rows and says so once a page. */
export async function keepBadRows(
  context: JobContext,
  symbol: string,
  bad: readonly BadRow[],
  provenance: Provenance,
): Promise<void> {
  await quarantine(
    context.db,
    bad.map(({ raw, reason }) => ({ symbol, raw, reason, ...provenance })),
  );
  context.log.warn(`${bad.length} bad rows of ${symbol} were set aside`, {
    symbol,
    rows: bad.length,
    reason: bad[0]!.reason,
  });
}
