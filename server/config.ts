import { isAbsolute, join, resolve } from "@std/path";
import type { z } from "zod";
import { type Variable, type VariableName, VARIABLES } from "./config_variables.ts";
import { weakSecrets } from "./weak_secrets.ts";

export { readEnvironment } from "./env_file.ts";

type Pascal<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${Pascal<Tail>}`
  : Capitalize<Lowercase<S>>;
type Camel<S extends string> = Uncapitalize<Pascal<S>>;

const SECRET_NAMES = new Set(
  Object.entries(VARIABLES).filter(([, variable]) => variable.secret).map(([name]) =>
    camelCase(name)
  ),
);

type ValueOf<V> = V extends { schema: z.ZodType<infer T>; fallback: infer F }
  ? F extends null ? T | undefined : T
  : never;

/** Every variable of the environment under its name in camel case, `API_PORT` as `apiPort`. */
export type Settings = {
  readonly [Name in VariableName as Camel<Name>]: ValueOf<typeof VARIABLES[Name]>;
};

/** The names of `VARIABLES` that are secrets, in camel case. */
export type SecretName = {
  [Name in VariableName]: typeof VARIABLES[Name]["secret"] extends true ? Camel<Name> : never;
}[VariableName];

/** Values that people keep to themselves; those of a process may change while it runs. */
export type SecretSettings = Pick<Settings, SecretName>;

/** The settings of the process, with what follows from them. */
export interface Config extends Omit<Settings, "apiKeyRequired" | "logFile" | SecretName> {
  /** The secrets of the present: ask where one is used, and do not keep it. */
  secrets(): SecretSettings;
  readonly apiKeyRequired: boolean;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly logFile: string;
  /** Absolute; one folder per model. */
  readonly modelsDir: string;
  /** Where TLS is served; null where it is not. */
  readonly face: Face | null;
  readonly simulated: boolean;
  /** First hour that is collected, milliseconds since the epoch. */
  readonly collectionStartMs: number;
}

/** The HTTPS face that the settings ask for. */
export interface Face {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}

export const DEFAULT_FACE: Face = { host: "crypto-ai.local", port: 10_443 };

/** The environment cannot be used; the message lists every problem, one per line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly problems: readonly string[]) {
    super(["The settings cannot be used:", ...problems.map((line) => `  ${line}`)].join("\n"));
  }
}

/**
 * Reads every setting from the environment. An empty value counts as not set.
 *
 * @param env names and values as texts, for instance `Deno.env.toObject()`
 * @param nowMs the present, from which "two years ago" is counted
 * @throws {ConfigError} listing each variable that cannot be used, its value unless it is a secret,
 * and the reason
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  nowMs: number = Date.now(),
): Config {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const read = readVariable(name, variable, env[name]);
    if ("problem" in read) problems.push(read.problem);
    else values[camelCase(name)] = read.value;
  }
  const isHalf = (values.sslCertPath === undefined) !== (values.sslKeyPath === undefined);
  if (isHalf) problems.push("SSL_CERT_PATH and SSL_KEY_PATH go together: set both, or neither.");
  if (problems.length > 0) throw new ConfigError(problems);
  const config = derive(values as Settings, nowMs);
  const weak = config.environment === "production" ? weakSecrets(config) : [];
  if (weak.length > 0) throw new ConfigError(weak);
  return config;
}

/** What is wrong with one setting, in a sentence; null where nothing is. */
export function judgeSetting(name: VariableName, given: string): string | null {
  const read = readVariable(name, VARIABLES[name], given);
  return "problem" in read ? read.problem : null;
}

function readVariable(
  name: string,
  variable: Variable<unknown>,
  given: string | undefined,
): { value: unknown } | { problem: string } {
  const raw = given?.trim() || variable.fallback;
  if (raw === null) return { value: undefined };
  const parsed = variable.schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data };
  const reason = parsed.error.issues[0]?.message ?? "cannot be read";
  const shown = variable.secret ? "" : ` "${withoutPassword(raw)}"`;
  return { problem: `${name}${shown} ${reason}.` };
}

/** Addresses may carry a password: `postgresql://user:password@host` is printed without it. */
function withoutPassword(value: string): string {
  return value.replace(/(\/\/[^/:@\s]*):[^@/]*@/g, "$1:…@");
}

function derive(values: Settings, nowMs: number): Config {
  const { secrets, settings } = splitSecrets(values);
  const dataDir = resolve(settings.dataDir);
  const logFile = settings.logFile ?? join("logs", "app.log");
  return {
    ...settings,
    secrets: () => secrets,
    dataDir,
    apiKeyRequired: settings.apiKeyRequired ?? settings.environment === "production",
    logFile: settings.logFile === undefined || !isAbsolute(logFile)
      ? join(settings.logFile === undefined ? dataDir : Deno.cwd(), logFile)
      : logFile,
    modelsDir: join(dataDir, "models"),
    face: settings.webUiProtocol === "https"
      ? {
        host: settings.webUiHost ?? DEFAULT_FACE.host,
        port: settings.webUiPort ?? DEFAULT_FACE.port,
      }
      : null,
    simulated: settings.marketSource === "simulated",
    collectionStartMs: settings.collectionStartDate ?? twoYearsBefore(nowMs),
  };
}

function splitSecrets(values: Settings) {
  const isSecret = ([name]: [string, unknown]) => SECRET_NAMES.has(name);
  const entries = Object.entries(values);
  return {
    secrets: Object.fromEntries(entries.filter(isSecret)) as SecretSettings,
    settings: Object.fromEntries(entries.filter((entry) => !isSecret(entry))) as Omit<
      Settings,
      SecretName
    >,
  };
}

function twoYearsBefore(nowMs: number): number {
  const day = new Date(nowMs);
  day.setUTCFullYear(day.getUTCFullYear() - 2);
  return day.setUTCHours(0, 0, 0, 0);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The list of every variable with its default and its meaning, for `start --help`. */
export function configHelp(): string {
  const width = Math.max(...Object.keys(VARIABLES).map((name) => name.length));
  return Object.entries(VARIABLES).map(([name, variable]: [string, Variable<unknown>]) => {
    const fallback = variable.fallback ?? variable.fallbackText ?? "unset";
    return `  ${name.padEnd(width)}  ${variable.meaning} [${fallback}]`;
  }).join("\n");
}
