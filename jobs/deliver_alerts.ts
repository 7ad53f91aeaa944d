import {
  type ClaimedMessage,
  claimMessages,
  expireMessages,
  type MessageClaim,
  postponeMessage,
  settleMessage,
} from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import type { Channel, OutgoingText, SendResult } from "./messaging/channel.ts";

/** One attempt; shorter than the time that a stopping process is given. */
const SEND_TIMEOUT_MS = 6_000;
/** Far longer than an attempt with a look-up before it: who still sends is not taken over. */
const LEASE_MS = 60_000;
/** Messages that are sent side by side. */
const BATCH = 4;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** A message goes out anew after one lost answer; after the second it would be one too many. */
const MAX_LOST_ANSWERS = 2;
const MAYBE_ARRIVED =
  "The provider was given this message twice without an answer. It may have arrived, so it is not sent again.";

export interface DeliveryResult {
  readonly sent: number;
  readonly failed: number;
  readonly expired: number;
  /** Put back for later. */
  readonly postponed: number;
}

type Outcome = "sent" | "failed" | "postponed" | "taken";

/**
 * Sends what the outbox holds and is due. Any number of processes may do so: a message is claimed
 * with a lease, and its result is noted only by who holds it. When a whole batch finds the provider
 * away, the rest waits for the next pass.
 */
export async function deliverAlerts(
  context: JobContext,
  options: { readonly sendTimeoutMs?: number } = {},
): Promise<DeliveryResult> {
  const { db, channel } = context;
  const timeoutMs = options.sendTimeoutMs ?? SEND_TIMEOUT_MS;
  const counts = { sent: 0, failed: 0, postponed: 0, taken: 0 };
  const expired = await expireMessages(db, context.now());
  if (expired > 0) context.log.warn(`${expired} messages expired before they could be sent.`);
  while (channel !== undefined && !context.signal.aborted) {
    const claimed = await claimMessages(db, {
      owner: context.owner,
      leaseMs: LEASE_MS,
      limit: BATCH,
      nowMs: context.now(),
    });
    const outcomes = await Promise.all(
      claimed.map((one) => deliver(context, { channel, timeoutMs }, one)),
    );
    for (const outcome of outcomes) counts[outcome] += 1;
    const isOver = claimed.length === 0 || outcomes.every((outcome) => outcome === "postponed");
    if (isOver) break;
  }
  const { sent, failed, postponed } = counts;
  return { sent, failed, expired, postponed };
}

/** The provider, and how long it may take to answer. */
interface Gateway {
  readonly channel: Channel;
  readonly timeoutMs: number;
}

async function deliver(
  context: JobContext,
  gateway: Gateway,
  message: ClaimedMessage,
): Promise<Outcome> {
  const claim = { id: message.id, owner: context.owner, attempts: message.attempts };
  const text: OutgoingText = {
    to: message.destination,
    text: message.body,
    idempotencyKey: `alert-message-${message.id}-${message.createdAtMs}`,
    createdAtMs: message.createdAtMs,
  };
  const known = await settleDoubt(gateway, message, text);
  return await note(context, { message, claim }, known ?? await attempt(gateway, text));
}

/**
 * After a lost answer, what can be known without sending: that the message is there, that the
 * provider is away (which then is no further lost answer), or that another attempt is one too many.
 */
async function settleDoubt(
  { channel, timeoutMs }: Gateway,
  message: ClaimedMessage,
  text: OutgoingText,
): Promise<SendResult | null> {
  if (message.lostAnswers === 0 || channel.dropsRepetitions) return null;
  const found = await channel.lookUp?.(text, AbortSignal.timeout(timeoutMs)) ?? "unknown";
  if (typeof found === "object") return found;
  if (found === "unreachable") {
    return { refused: "The provider does not answer.", permanent: false };
  }
  // What it does not list it may still be taking in, so a limit holds here too.
  const isTooMuch = message.lostAnswers >= MAX_LOST_ANSWERS;
  return isTooMuch ? { refused: MAYBE_ARRIVED, permanent: true } : null;
}

async function attempt(
  { channel, timeoutMs }: Gateway,
  text: OutgoingText,
): Promise<SendResult> {
  try {
    // Not the signal of the process: an attempt cut short would be one whose result nobody knows.
    return await channel.send(text, AbortSignal.timeout(timeoutMs));
  } catch {
    return { lost: "The message could not be handed over." };
  }
}

async function note(
  context: JobContext,
  one: { readonly message: ClaimedMessage; readonly claim: MessageClaim },
  result: SendResult,
): Promise<Outcome> {
  const { db, log, channel } = context;
  const { message, claim } = one;
  const nowMs = context.now();
  const fields = { message_id: message.id, provider: channel?.name, attempt: message.attempts };
  if ("providerId" in result) {
    log.info(`Message ${message.id} was sent.`, fields);
    const { providerId } = result;
    return await settleMessage(db, claim, { status: "sent", providerId, nowMs }) ? "sent" : "taken";
  }
  const refusal = "lost" in result ? result.lost : result.refused;
  if ("refused" in result && result.permanent) {
    log.warn(`Message ${message.id} was refused: ${refusal}`, fields);
    const settled = await settleMessage(db, claim, { status: "failed", refusal, nowMs });
    return settled ? "failed" : "taken";
  }
  const pauseMs = pauseAfter(message.attempts, context.random());
  const askedMs = "refused" in result ? result.retryAfterMs ?? 0 : 0;
  log.warn(`Message ${message.id} was not sent and is tried again: ${refusal}`, fields);
  const nextAttemptMs = nowMs + Math.max(pauseMs, askedMs);
  const answerLost = "lost" in result;
  const noted = await postponeMessage(db, claim, { nextAttemptMs, refusal, answerLost });
  return noted ? "postponed" : "taken";
}

/** Doubles with each attempt up to ten minutes; the random half keeps instances out of step. */
function pauseAfter(attempts: number, random: number): number {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);
  return pauseMs * (0.5 + random / 2);
}
