import type { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";

/** Notes what must not be told: the client has the request id, the log has the rest under it. */
export function logInternalError(log: Logger, shown: AppError, requestId: string): void {
  const { cause } = shown.options;
  log.error(`A request failed inside the server: ${reasonOf(cause)}`, {
    request_id: requestId,
    stack: stackOf(cause),
  });
}

/** True for an error whose cause is the server's own affair. */
export function isInternal(shown: AppError): boolean {
  return shown.code === "INTERNAL_ERROR" ||
    shown.code === "UNAVAILABLE" && shown.options.cause !== undefined;
}

/**
 * What failed, for the log. Errors of PostgreSQL about values are told by their code alone: their text
 * quotes the value.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "something that is no error was thrown";
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code)) {
    return `PostgreSQL refused a value (${code})`;
  }
  return error.message;
}

/** Where it failed. The first lines of a stack repeat the message; the causes have stacks of their own. */
function stackOf(error: unknown): string | undefined {
  const stacks: string[] = [];
  for (let one = error; one instanceof Error && stacks.length < 4; one = one.cause) {
    const places = (one.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
    stacks.push([`${one.name}: ${reasonOf(one)}`, ...places].join("\n"));
  }
  return stacks.length === 0 ? undefined : stacks.join("\ncaused by ");
}
