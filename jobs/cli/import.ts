/** `deno task import`: candles from files. */
import { parseArgs } from "node:util";
import { importCandles, type ImportResult } from "../import_candles.ts";
import { runTask, type Task, UsageError } from "./run_task.ts";

const HELP = `Candles from files: CSV, also .gz, or zips of Binance's public archive.
Each file is verified before its first row is stored, and stored as a whole or not at all.
Hours that are stored already stay as they are; bad rows are set aside with the reason.

Usage: deno task import FILE…

  CSV    symbol,open_time_ms,open,high,low,close,volume,quote_volume
  zip    such as BTCUSDT-1h-2024-12.zip, with milliseconds or microseconds;
         a .CHECKSUM file beside it is verified
  --help this text`;

const task: Task<readonly string[]> = {
  name: "import",
  help: HELP,
  parse(args) {
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
    if (positionals.length === 0) throw new UsageError("No file is named.");
    return positionals;
  },
  async run(context, files, report) {
    const lines: string[] = [];
    for (const path of files) {
      lines.push(describe(await importCandles(context, { path }, report)));
    }
    return lines.join("\n");
  },
};

function describe(result: ImportResult): string {
  const number = (value: number) => value.toLocaleString("en-US");
  const checksum = result.checksum === "verified" ? ", checksum verified" : "";
  return `${result.file}: ${number(result.written)} candles of ${
    result.symbols.join(", ")
  } written, ` +
    `${number(result.known)} known, ${number(result.quarantined)} set aside, ` +
    `${result.newGaps} new gaps${checksum}.`;
}

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
