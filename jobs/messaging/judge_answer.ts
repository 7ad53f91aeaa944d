import { NotSentError } from "./ask_provider.ts";
import type { SendResult } from "./channel.ts";

/** Longer waits that a provider asks for are cut to this. */
const MAX_RETRY_AFTER_MS = 30 * 60_000;

/** These come from a gateway in between, which may have handed the message on. */
const LOST_STATUS = new Set([502, 504]);

/** 401 and 403 need a change of the settings, and 404 another address: trying again changes nothing. */
export function isPermanentStatus(status: number): boolean {
  return status < 500 && status !== 408 && status !== 425 && status !== 429;
}

/**
 * What an answer that is no success says of the message.
 *
 * @param refused why, in words for a person
 */
export function judgeStatus(
  answer: { readonly status: number; readonly retryAfterMs?: number | null },
  refused: string,
): SendResult {
  if (LOST_STATUS.has(answer.status)) return { lost: refused };
  const retryAfterMs = answer.retryAfterMs ?? null;
  return {
    refused,
    permanent: isPermanentStatus(answer.status),
    ...(retryAfterMs !== null && { retryAfterMs }),
  };
}

/** `Retry-After` in seconds or as a date; null where there is none that can be read. */
export function readRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null || text.trim() === "") return null;
  const seconds = Number(text);
  const ms = Number.isNaN(seconds) ? Date.parse(text) - nowMs : seconds * 1000;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : null;
}

/** What an error says of the message: never handed over, or its answer lost. */
export function judgeError(error: unknown, provider: string): SendResult {
  if (error instanceof NotSentError) {
    return { refused: `${provider} could not be reached.`, permanent: false };
  }
  const timedOut = error instanceof DOMException &&
    (error.name === "TimeoutError" || error.name === "AbortError");
  return {
    lost: timedOut
      ? `${provider} did not answer in time.`
      : `The connection to ${provider} broke off before the answer.`,
  };
}
