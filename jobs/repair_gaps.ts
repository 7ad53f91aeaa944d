import {
  type Cryptocurrency,
  detectGaps,
  type Gap,
  listCryptocurrencies,
  listGaps,
  recordGaps,
  setGapStatus,
  writeCandles,
} from "../db/mod.ts";
import { createCoinFailures } from "./coin_failures.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { MAX_KLINES_PER_PAGE } from "./exchange/exchange.ts";
import { ensureExchangeSource } from "./exchange_source.ts";
import { forEachConcurrently } from "./for_each_concurrently.ts";
import { HOUR_MS, hourFrom, hoursIn, type HourSpan, lastClosedHour, splitSpans } from "./hours.ts";
import { createProgressMeter } from "./progress_meter.ts";
import { readPage } from "./read_page.ts";
import { recordNewGaps } from "./record_new_gaps.ts";
import { fetchPage, keepBadRows } from "./store_bundle.ts";

export interface RepairInput {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Default: the universe. */
  readonly symbols?: readonly string[];
  readonly runId?: string;
}

export interface RepairResult {
  readonly newGaps: number;
  readonly asked: number;
  /** Gaps that were our own miss and are filled now. */
  readonly repaired: number;
  /** Runs of hours that the exchange does not have. */
  readonly outages: number;
  /** Gaps that could not be decided and will be asked for again. */
  readonly open: number;
  /** Candles that filled gaps. */
  readonly candles: number;
  readonly failures: readonly { readonly symbol: string; readonly reason: string }[];
}

type Tally = { repaired: number; outages: number; open: number; candles: number };

const GAPS_AT_ONCE = 4;
/** So many separate answers with the hours on both sides but without the gap make an outage. */
const ANSWERS_FOR_OUTAGE = 3;
const MOST_ASKS = 6;

/**
 * Finds the missing hours of every coin by SQL and asks the exchange again. Candles that come fill the
 * gap and are marked as repaired; what further, separate requests do not bring either, while they do
 * bring the hours on both sides, is an outage of the exchange: it is recorded and never filled. An hour
 * that comes but cannot be read is neither; it stays open.
 * @throws ExchangeError when the address is barred or the exchange is gone.
 */
export async function repairGaps(
  context: JobContext,
  input: RepairInput,
  report: ReportProgress = () => {},
): Promise<RepairResult> {
  const { db } = context;
  const coins = await coinsToRepair(context, input.symbols);
  const range = {
    firstMs: hourFrom(input.fromMs ?? 0),
    lastMs: Math.min(input.toMs ?? Infinity, lastClosedHour(context.now())),
  };
  const newGaps = await recordNewGaps(context, coins.map((coin) => ({ coin, ...range })));
  const byCoin = new Map(coins.map((coin) => [coin.id, coin]));
  const gaps = (await listGaps(db, { status: "open" })).filter((gap) =>
    byCoin.has(gap.cryptoId) && gap.lastMs >= range.firstMs && gap.firstMs <= range.lastMs
  );
  const failures = createCoinFailures(context);
  const runId = input.runId ?? null;
  const tally: Tally = { repaired: 0, outages: 0, open: 0, candles: 0 };
  const meter = createProgressMeter({
    total: gaps.length,
    unit: "gaps",
    now: () => performance.now(),
  });
  await forEachConcurrently(gaps, GAPS_AT_ONCE, async (gap) => {
    const coin = byCoin.get(gap.cryptoId)!;
    if (context.signal.aborted || failures.has(coin.symbol)) return void tally.open++;
    const done = await failures.guard(
      coin.symbol,
      async () => {
        await repairGap(context, { coin, gap, runId, tally });
        return true;
      },
    );
    if (!done) tally.open++;
    meter.add(1);
    report(meter.read(`Asking again for missing hours of ${coin.symbol}`, coin.symbol));
  });
  return { newGaps, asked: gaps.length, ...tally, failures: failures.list() };
}

async function coinsToRepair(context: JobContext, symbols: readonly string[] | undefined) {
  const coins = await listCryptocurrencies(context.db, { trackedOnly: symbols === undefined });
  return symbols === undefined ? coins : coins.filter((coin) => symbols.includes(coin.symbol));
}

interface GapTask {
  readonly coin: Cryptocurrency;
  readonly gap: Gap;
  readonly runId: string | null;
  readonly tally: Tally;
}

async function repairGap(context: JobContext, task: GapTask): Promise<void> {
  const { coin, gap, tally } = task;
  const around = { firstMs: gap.firstMs - HOUR_MS, lastMs: gap.lastMs + HOUR_MS };
  let complete = 0;
  for (let ask = 0; ask < MOST_ASKS && complete < ANSWERS_FOR_OUTAGE; ask++) {
    const answer = await askAgain(context, task, around);
    const missing = await missingHours(context, coin, gap);
    if (missing.length === 0) {
      tally.repaired++;
      return await setStatus(context, gap, "repaired");
    }
    const isComplete = answer.has(around.firstMs) && answer.has(around.lastMs) &&
      !missing.some((run) => answer.hasBadIn(run));
    if (isComplete) complete++;
  }
  if (complete < ANSWERS_FOR_OUTAGE) {
    tally.open++;
    return await setStatus(context, gap, "open");
  }
  await recordOutages(context, task, await missingHours(context, coin, gap));
}

interface Answer {
  /** True when a valid candle of this hour came. */
  has(hourMs: number): boolean;
  /** True when a row of these hours came that failed validation. */
  hasBadIn(span: HourSpan): boolean;
}

/** Fetches a range, stores the candles inside the gap as repaired, and tells which hours came. */
async function askAgain(
  context: JobContext,
  { coin, gap, runId, tally }: GapTask,
  range: HourSpan,
): Promise<Answer> {
  const hours = new Set<number>();
  const badHours: number[] = [];
  const pages = splitSpans([range], MAX_KLINES_PER_PAGE);
  for (const page of pages) {
    const { rows, bad } = readPage(await fetchPage(context, coin.exchangeSymbol, page), {
      nowMs: context.now(),
      circulatingSupply: coin.circulatingSupply,
    });
    const provenance = { sourceId: await ensureExchangeSource(context), runId };
    if (bad.length > 0) await keepBadRows(context, coin.symbol, bad, provenance);
    for (const row of rows) hours.add(row.openTimeMs);
    badHours.push(...bad.flatMap((row) => row.openTimeMs ?? []));
    const inside = rows.filter((row) =>
      row.openTimeMs >= gap.firstMs && row.openTimeMs <= gap.lastMs
    );
    if (inside.length === 0) continue;
    const { inserted, updated } = await writeCandles(context.db, {
      cryptoId: coin.id,
      sourceId: provenance.sourceId,
      rows: inside,
      repaired: true,
    });
    tally.candles += inserted + updated;
  }
  return {
    has: (hourMs) => hours.has(hourMs),
    hasBadIn: ({ firstMs, lastMs }) => badHours.some((hour) => hour >= firstMs && hour <= lastMs),
  };
}

async function missingHours(context: JobContext, coin: Cryptocurrency, gap: HourSpan) {
  const range = { fromMs: gap.firstMs, toMs: gap.lastMs };
  return await detectGaps(context.db, { cryptoId: coin.id, ...range });
}

/** A gap that was filled in part is closed; each run of hours that is left is an outage of its own. */
async function recordOutages(
  context: JobContext,
  { coin, gap, tally }: GapTask,
  missing: readonly (HourSpan & { readonly hours: number })[],
): Promise<void> {
  tally.outages += missing.length;
  if (missing.length === 1 && missing[0]!.hours === hoursIn(gap)) {
    return await setStatus(context, gap, "outage");
  }
  await recordGaps(context.db, { cryptoId: coin.id, gaps: missing });
  const left = await listGaps(context.db, { symbol: coin.symbol, status: "open" });
  for (const part of left) {
    const isPart = missing.some((run) =>
      run.firstMs === part.firstMs && run.lastMs === part.lastMs
    );
    if (isPart) await setStatus(context, part, "outage");
  }
  await setStatus(context, gap, "repaired");
}

async function setStatus(context: JobContext, gap: Gap, status: Gap["status"]): Promise<void> {
  await setGapStatus(context.db, { gapId: gap.id, status, askedAtMs: context.now() });
}
