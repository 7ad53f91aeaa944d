import { type Config, loadConfig } from "./config.ts";
import { type Variable, VARIABLES } from "./config_variables.ts";
import type { ProcessLog } from "./log.ts";
import { secretValues } from "./secret_values.ts";

/** Reads all settings as text. */
type ReadTexts = () => Promise<Readonly<Record<string, string>>>;

/** The settings of a process that goes on for long. */
export interface OpenSettings {
  /** Its secrets are those of the present, all else is as it was at the start. */
  readonly config: Config;
  /** From now on they are read anew; by itself where they come from AWS Secrets Manager. */
  follow(log: ProcessLog, pollMs?: number): FollowedSettings;
}

export interface FollowedSettings {
  /** Reads them now. Never throws: what is wrong is logged, and leaves everything as it is. */
  reload(): Promise<void>;
  close(): void;
}

const POLL_MS = 300_000;

/**
 * Opens the settings. Secrets change while the process runs, as soon as they are read and good; what
 * else has changed is named in the log, and waits for the next start.
 *
 * @throws {ConfigError} and whatever `read` throws
 */
export async function openSettings(read: ReadTexts): Promise<OpenSettings> {
  let texts = await read();
  const first = loadConfig(texts);
  let { secrets } = first;
  const config = { ...first, secrets: () => secrets() };
  /** What was wrong at the last look; it is logged once. */
  let problem = "";

  async function reload(log: ProcessLog): Promise<void> {
    try {
      const nextTexts = await read();
      const next = loadConfig(nextTexts);
      log.hide(secretValues(next));
      secrets = next.secrets;
      report(changedNames(texts, nextTexts), log);
      texts = nextTexts;
      problem = "";
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (said !== problem) log.error(`The settings stay as they are. ${said}`);
      problem = said;
    }
  }

  return {
    config,
    follow(log, pollMs = POLL_MS) {
      let reading = Promise.resolve();
      const again = () => reading = reading.then(() => reload(log));
      const isPolled = config.secretsManagerArn !== undefined;
      const timer = isPolled ? setInterval(() => void again(), pollMs) : undefined;
      return { reload: again, close: () => clearInterval(timer) };
    },
  };
}

function changedNames(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(VARIABLES).filter((name) =>
    (before[name]?.trim() ?? "") !== (after[name]?.trim() ?? "")
  );
}

function report(changed: readonly string[], log: ProcessLog): void {
  const isSecret = (name: string) =>
    (VARIABLES as Readonly<Record<string, Variable<unknown>>>)[name]!.secret;
  const taken = changed.filter(isSecret);
  const waiting = changed.filter((name) => !isSecret(name));
  if (taken.length > 0) log.info(`In use from now on, as it was changed: ${taken.join(", ")}.`);
  if (waiting.length > 0) {
    log.warn(`Changed, and in use from the next start on: ${waiting.join(", ")}.`);
  }
}
