import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";
import { openLogFile } from "./log_file.ts";
import { createScrub, type Scrub } from "./scrub.ts";
import { currentTraceId } from "./trace_request.ts";

/** Structured logging; `fields` become properties of the JSON line. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** A logger that has a file to close. */
export interface FileLogger extends Logger {
  /** Into the file only: one line per request would bury the rest on a terminal. */
  access(message: string, fields: Record<string, unknown>): void;
  /** Every line that `work` writes, however deep and late, has these fields too. */
  during<T>(fields: Readonly<Record<string, string>>, work: () => T): T;
  close(): void;
}

/** The log of a process, whose secrets may change. */
export interface ProcessLog extends FileLogger {
  /** These values are never written from now on either, wherever they turn up. */
  hide(secrets: readonly string[]): void;
}

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

const ORDER: Record<LogLevel, number> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 };

/** Values under these names are not written, however deep. */
const SECRET_NAMES =
  /^(?:authorization|cookie|set-cookie|x-api-key|email|phone|databaseUrl|databaseReadUrl|.*(?:password|token|secret|api_?key).*)$/i;

/**
 * Opens the log: JSON lines into `file`, one file per day, kept for `retentionDays`; and one line in
 * plain words to `writeLine` (stderr) for everything but requests.
 */
export async function openLog(options: {
  readonly file: string;
  readonly level: LogLevel;
  readonly retentionDays: number;
  /** Values that are never written, wherever they turn up. */
  readonly secrets?: readonly string[];
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}): Promise<ProcessLog> {
  const stream = await openLogFile(options);
  const json = pino({
    level: options.level.toLowerCase(),
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date(options.now()).toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  }, stream);
  const secrets = new Set(options.secrets);
  let scrub = createScrub([...secrets]);
  const running = new AsyncLocalStorage<Readonly<Record<string, string>>>();
  const joined = (fields: Record<string, unknown>) => {
    const traceId = currentTraceId();
    return { ...running.getStore(), ...(traceId && { trace_id: traceId }), ...fields };
  };
  const write = (level: LogLevel, message: string, fields: Record<string, unknown> = {}) => {
    const clean = scrub(message);
    json[level.toLowerCase() as Lowercase<LogLevel>](scrubFields(joined(fields), scrub), clean);
    if (ORDER[level] >= ORDER[options.level]) options.writeLine(humanLine(level, clean));
  };
  return {
    debug: (message, fields) => write("DEBUG", message, fields),
    info: (message, fields) => write("INFO", message, fields),
    warn: (message, fields) => write("WARN", message, fields),
    error: (message, fields) => write("ERROR", message, fields),
    access: (message, fields) => json.info(joined(fields), message),
    during: (fields, work) => running.run(fields, work),
    hide(values) {
      for (const value of values) secrets.add(value);
      scrub = createScrub([...secrets]);
    },
    close: () => stream.close(),
  };
}

function scrubFields(fields: Record<string, unknown>, scrub: Scrub): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => {
    return [name, SECRET_NAMES.test(name) ? "[redacted]" : scrubValue(value, scrub)];
  });
  return Object.fromEntries(entries);
}

function scrubValue(value: unknown, scrub: Scrub): unknown {
  if (typeof value === "string") return scrub(value);
  if (value instanceof Error) return scrub(`${value.name}: ${value.message}`);
  if (Array.isArray(value)) return value.map((one) => scrubValue(one, scrub));
  if (typeof value !== "object" || value === null) return value;
  return scrubFields(value as Record<string, unknown>, scrub);
}

function humanLine(level: LogLevel, message: string): string {
  return level === "INFO" ? message : `${level.toLowerCase()}: ${message}`;
}
