import { pino } from "pino";
import { openLogFile } from "./log_file.ts";

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
  close(): void;
}

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

const ORDER: Record<LogLevel, number> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 };

/** Values under these names are not written, at the top of a line or one level down. */
const SECRET_NAMES = [
  "authorization",
  "password",
  "token",
  "secret",
  "apiKey",
  "api_key",
  "adminApiKey",
  "databaseUrl",
  "x-api-key",
  "cookie",
];

/**
 * Opens the log: JSON lines into `file`, one file per day, kept for `retentionDays`; and one line in
 * plain words to `writeLine` (stderr) for everything but requests.
 */
export async function openLog(options: {
  readonly file: string;
  readonly level: LogLevel;
  readonly retentionDays: number;
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}): Promise<FileLogger> {
  const stream = await openLogFile(options);
  const json = pino({
    level: options.level.toLowerCase(),
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date(options.now()).toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_NAMES.flatMap(redactedPaths), censor: "[redacted]" },
  }, stream);
  const write = (level: LogLevel, message: string, fields: Record<string, unknown> = {}) => {
    json[level.toLowerCase() as Lowercase<LogLevel>](fields, message);
    if (ORDER[level] >= ORDER[options.level]) options.writeLine(humanLine(level, message));
  };
  return {
    debug: (message, fields) => write("DEBUG", message, fields),
    info: (message, fields) => write("INFO", message, fields),
    warn: (message, fields) => write("WARN", message, fields),
    error: (message, fields) => write("ERROR", message, fields),
    access: (message, fields) => json.info(fields, message),
    close: () => stream.close(),
  };
}

function redactedPaths(name: string): string[] {
  return [`["${name}"]`, `*["${name}"]`];
}

function humanLine(level: LogLevel, message: string): string {
  return level === "INFO" ? message : `${level.toLowerCase()}: ${message}`;
}
