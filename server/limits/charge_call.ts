import type { RequestContext } from "../context.ts";
import { type Limit, rateLimited, type Standing } from "./create_limits.ts";
import { networkOf } from "./network.ts";

const WINDOW_MS = 60_000;
/** Wrong keys from one network in a minute: more is guessing. */
const WRONG_KEYS_PER_MINUTE = 30;

/**
 * Counts the call of a procedure against `RATE_LIMIT_PER_MINUTE`: of the key, else of the person, else
 * of the address. Each call in a batch counts. The answer then says how much room is left.
 *
 * @throws {AppError} RATE_LIMITED with `Retry-After`
 */
export async function chargeCall(ctx: RequestContext): Promise<void> {
  const payer = payerOf(ctx);
  if (payer !== null) await charge(ctx, payer);
}

async function charge(ctx: RequestContext, payer: Payer): Promise<void> {
  const standing = await take(ctx, payer.subject, payer.limit);
  if (standing === null) return;
  const headers = standingHeaders(standing);
  if (!standing.allowed) throw rateLimited(payer.refusal, standing.resetMs, headers);
  for (const [name, value] of Object.entries(headers)) ctx.reply.set(name, value);
}

/**
 * Charges the opening of a stream and takes its place among those that are open, before the answer
 * begins: inside a stream a refusal would have the status 200. Streams have an allowance of their
 * own, as large as that of calls: pages of the dashboard open one each.
 *
 * @throws {AppError} RATE_LIMITED with `Retry-After`
 */
export async function admitStream(ctx: RequestContext, until: AbortSignal): Promise<void> {
  const payer = payerOf(ctx);
  if (payer === null) return;
  const subject = ctx.actor.kind === "rejected" ? payer.subject : `stream:${payer.subject}`;
  await charge(ctx, { ...payer, subject });
  // As many as calls in a minute: who may ask that often may listen in as many places.
  ctx.app.streams.take(payer.subject, payer.limit.cap, until);
}

/** A database that is gone for a moment must not take along what can be answered without it. */
async function take(
  ctx: RequestContext,
  subject: string,
  limit: Limit,
): Promise<Standing | null> {
  try {
    return await ctx.app.limits.take(subject, limit);
  } catch (error) {
    ctx.app.log.warn("A call could not be counted; it was let through.", { error: String(error) });
    return null;
  }
}

interface Payer {
  readonly subject: string;
  readonly limit: Limit;
  readonly refusal: string;
}

function payerOf(ctx: RequestContext): Payer | null {
  const { actor, app, client } = ctx;
  const cap = app.config.rateLimitPerMinute;
  const limit = { cap, windowMs: WINDOW_MS };
  const refusal = `More than ${cap} calls came within a minute.`;
  switch (actor.kind) {
    case "job":
      return null;
    case "key":
      return { subject: `key:${actor.keyId ?? "bootstrap"}`, limit, refusal };
    case "person":
      return { subject: `person:${actor.userId}`, limit, refusal };
    case "anonymous":
      return { subject: `address:${networkOf(client.address)}`, limit, refusal };
    case "rejected":
      return {
        subject: `wrong-key:${networkOf(client.address)}`,
        limit: { cap: Math.min(cap, WRONG_KEYS_PER_MINUTE), windowMs: WINDOW_MS },
        refusal: "Too many wrong keys came from this address.",
      };
  }
}

function standingHeaders(standing: Standing): Record<string, string> {
  return {
    "ratelimit-limit": String(standing.cap),
    "ratelimit-remaining": String(standing.remaining),
    "ratelimit-reset": String(Math.ceil(standing.resetMs / 1_000)),
  };
}
