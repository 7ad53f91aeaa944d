import { parseArgs } from "node:util";
import { CandleFileError } from "../exchange/candle_file.ts";
import { startSimulatedExchange } from "../exchange/simulated.ts";
import { FAULTS_HELP, FaultSpecError, parseFaults } from "../exchange/simulated/fault_spec.ts";
import { ADMIN_PATH } from "../exchange/simulated/server.ts";

const HELP = `The simulated exchange: Binance's REST dialect on loopback.

Usage: deno task exchange [options]

  --port N         port to listen on; 0 takes a free one (default 8090)
  --from-csv DIR   serve the candles of DIR's .csv and .csv.gz files
                   (symbol,open_time_ms,open,high,low,close,volume,quote_volume),
                   moved in time so that the newest is the last closed hour
  --no-shift       with --from-csv: leave the times as they are
  --seed N         the made-up market, and the faults' chances, to repeat (default 1)
  --faults SPEC    what is to go wrong, see below
  --help           this text

The first line on stdout is "listening on URL". Point the product at it with
BINANCE_BASE_URL=URL. Faults can be changed while it runs: POST a SPEC to URL${ADMIN_PATH},
GET shows what happened.

SPEC is ${FAULTS_HELP}`;

/** Wrong usage: exit code 2. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Arguments {
  readonly help: boolean;
  readonly port: number;
  readonly seed: number;
  readonly csvDir?: string;
  readonly noShift: boolean;
  readonly faults: string;
}

function readArguments(args: string[]): Arguments {
  const { values } = parseOrExplain(args);
  const csvDir = values["from-csv"];
  const noShift = values["no-shift"] ?? false;
  if (noShift && csvDir === undefined) throw new UsageError("--no-shift needs --from-csv");
  const faults = values.faults ?? "";
  parseFaults(faults);
  return {
    help: values.help ?? false,
    port: wholeNumber("--port", values.port ?? "8090", 65_535),
    seed: wholeNumber("--seed", values.seed ?? "1", 0xffffffff),
    csvDir,
    noShift,
    faults,
  };
}

function parseOrExplain(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: false,
      options: {
        help: { type: "boolean", short: "h" },
        port: { type: "string" },
        "from-csv": { type: "string" },
        "no-shift": { type: "boolean" },
        seed: { type: "string" },
        faults: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new UsageError(`${name} needs a whole number from 0 to ${max}, not "${text}"`);
}

/** Serves until SIGINT or SIGTERM. */
async function run(args: string[]): Promise<void> {
  const options = readArguments(args);
  if (options.help) return console.log(HELP);
  const exchange = await startSimulatedExchange(options);
  console.log(`listening on ${exchange.url}`);
  await new Promise<void>((resolve) => {
    Deno.addSignalListener("SIGINT", resolve);
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", resolve);
  });
  await exchange.close();
}

function explain(error: unknown): string {
  if (error instanceof CandleFileError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return "the port is taken; choose another one with --port";
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) {
  try {
    await run(Deno.args);
    Deno.exit(0);
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof FaultSpecError;
    console.error(isUsage ? `${error.message}; see --help` : explain(error));
    Deno.exit(isUsage ? 2 : 1);
  }
}
