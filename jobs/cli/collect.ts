/** `deno task collect`: one collection run. */
import { parseArgs } from "node:util";
import { collectCandles, type CollectionInput } from "../collect_candles.ts";
import type { CollectionMode } from "../context.ts";
import { parseDate, runTask, type Task, UsageError } from "./run_task.ts";

const HELP =
  `One collection run: chooses the universe, fetches the candles that are missing, stores them.
A run that was stopped or killed is taken up where it ended.

Usage: deno task collect [--from DATE] [--to DATE] [--symbols BTC,ETH] [--mode MODE]

  --from DATE      first hour, e.g. 2025-10-01 or 2025-10-01T12:00Z (default COLLECTION_START_DATE)
  --to DATE        last hour; a day is meant with all its hours (default now)
  --symbols A,B    these coins instead of the universe
  --mode MODE      full      whatever is missing (default)
                   forward   what is newer than the newest stored candle
                   backward  what is older than the oldest stored candle
                   repair    asks again for hours that are missing between stored candles
  --help           this text

Settings come from the environment; deno task start --help lists them.`;

const MODES: readonly CollectionMode[] = ["forward", "backward", "full", "repair"];

const task: Task<CollectionInput> = {
  name: "collect",
  help: HELP,
  parse(args) {
    const { values } = parseArgs({
      args,
      options: {
        from: { type: "string" },
        to: { type: "string" },
        symbols: { type: "string" },
        mode: { type: "string", default: "full" },
      },
    });
    const fromMs = parseDate("from", values.from);
    const toMs = parseDate("to", values.to, true);
    if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
      throw new UsageError(`--from ${values.from} is later than --to ${values.to}.`);
    }
    const symbols = parseSymbols(values.symbols);
    return {
      mode: parseMode(values.mode),
      ...(fromMs !== undefined && { fromMs }),
      ...(toMs !== undefined && { toMs }),
      ...(symbols && { symbols }),
    };
  },
  async run(context, input, report) {
    const startedAt = performance.now();
    const result = await collectCandles(context, input, report);
    const seconds = (performance.now() - startedAt) / 1000;
    const lines = [
      `${
        result.recordsWritten.toLocaleString("en-US")
      } candles of ${result.coins} coins written in ` +
      `${seconds.toFixed(1)} s, ${result.quarantined} rows set aside, ${result.newGaps} new gaps.`,
    ];
    if (result.failures.length > 0) {
      const what = result.failures.map((one) => `${one.symbol} (${one.reason})`).join(", ");
      if (result.failures.length === result.coins) {
        throw new Error(`No coin was collected: ${what}`);
      }
      lines.push(`Not collected: ${what}`);
    }
    return lines.join("\n");
  },
};

function parseMode(text: string): CollectionMode {
  const mode = MODES.find((known) => known === text);
  if (mode) return mode;
  throw new UsageError(`--mode "${text}" is none of ${MODES.join(", ")}.`);
}

function parseSymbols(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const symbols = text.split(",").map((symbol) => symbol.trim().toUpperCase()).filter(Boolean);
  const bad = symbols.find((symbol) => !/^[\p{L}\p{N}._-]{1,20}$/u.test(symbol));
  if (bad !== undefined || symbols.length === 0) {
    throw new UsageError(`--symbols "${text}" is not a list of coins such as BTC,ETH.`);
  }
  return symbols;
}

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
