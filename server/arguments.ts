import { configHelp } from "./config.ts";

/** What the command line of `start` asks for. */
export interface StartArguments {
  readonly help: boolean;
  readonly demo: boolean;
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws {UsageError} naming the first word that is not understood */
export function parseArguments(args: readonly string[]): StartArguments {
  const unknown = args.find((arg) => !["--help", "-h", "--demo"].includes(arg));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is not understood. Run with --help to see what is.`);
  }
  return { help: args.includes("--help") || args.includes("-h"), demo: args.includes("--demo") };
}

/** The text of `start --help`. */
export function startHelp(): string {
  return `Serves the dashboard and the API, and runs the scheduled jobs.

Usage: deno task start [--demo]

  --demo  a simulated exchange in place of Binance, in a database of its own (./data-demo);
          no network, no keys
  --help  this text

Settings come from the environment, from the secret that SECRETS_MANAGER_ARN names, and from .env or
the file named by ENV_FILE, the first of them that has one:

${configHelp()}`;
}

/**
 * The settings of a demonstration: a simulated market and a database of its own, so that made-up
 * candles never come to lie beside real ones.
 */
export function demoEnvironment(
  fromFile: Readonly<Record<string, string>>,
  fromProcess: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...fromFile,
    MARKET_SOURCE: "simulated",
    DATABASE_URL: "",
    DATABASE_READ_URL: "",
    SECRETS_MANAGER_ARN: "",
    DATA_DIR: fromProcess.DATA_DIR?.trim() || "./data-demo",
    // Its backups would count among those of the real data, and make real ones too many to keep.
    BACKUP_TARGET: "",
  };
}
