import { z } from "zod";
import { ExchangeError, type ExchangeErrorKind } from "../exchange.ts";

/** An answer with a status outside 2xx, its body read as text. */
export interface ErrorReply {
  readonly host: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly receivedAtMs: number;
}

const envelope = z.object({ code: z.number(), msg: z.string() });

/**
 * Codes that speak of the exchange's state, not of our request, whatever the HTTP status:
 * -1000 unknown, -1001 disconnected, -1006/-1007 no answer from the backend, -1008 overloaded,
 * -1016 shutting down (https://github.com/binance/binance-spot-api-docs/blob/master/errors.md).
 */
const TRANSIENT_CODES = new Set([-1000, -1001, -1006, -1007, -1008, -1016]);
const TOO_MANY_REQUESTS = new Set([-1003, -1015, -1034]);

const MINUTE_MS = 60_000;
/** A ban without a stated end: Binance's bans start at two minutes. */
const DEFAULT_BAN_MS = 2 * MINUTE_MS;

/** Maps a reply of the exchange to the one error type of the port. */
export function errorFromReply(reply: ErrorReply): ExchangeError {
  const { code, text } = describeBody(reply.body);
  const kind = kindOf(reply, code);
  return new ExchangeError(kind, sentence(kind, reply, text), {
    status: reply.status,
    code,
    retryAtMs: retryTime(kind, reply),
  });
}

function kindOf({ status, body }: ErrorReply, code: number | undefined): ExchangeErrorKind {
  if (status === 418 || /IP banned until \d/i.test(body)) return "banned";
  if (status === 429) return "rate_limited";
  if (status === 403 || status === 451) return "barred";
  if (status >= 500 || status === 408) return "unavailable";
  if (code !== undefined && TOO_MANY_REQUESTS.has(code)) return "rate_limited";
  if (code !== undefined && TRANSIENT_CODES.has(code)) return "unavailable";
  return "rejected";
}

/** When the exchange says to come back; undefined where it says nothing and no rule applies. */
function retryTime(kind: ExchangeErrorKind, reply: ErrorReply): number | undefined {
  const stated = latest(
    retryAfter(reply.headers.get("retry-after"), reply.receivedAtMs),
    bannedUntil(reply.body),
  );
  // A ban that is over by our clock, which may be ahead, must not be answered at once.
  if (stated !== undefined && stated > reply.receivedAtMs) return stated;
  if (kind === "banned") return reply.receivedAtMs + DEFAULT_BAN_MS;
  // Weight is counted in whole minutes, so the next one is the earliest that can help.
  if (kind === "rate_limited") return (Math.floor(reply.receivedAtMs / MINUTE_MS) + 1) * MINUTE_MS;
  return undefined;
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110 10.2.3), as an absolute time. */
export function retryAfter(header: string | null, receivedAtMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(receivedAtMs + Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

function bannedUntil(body: string): number | undefined {
  const match = /IP banned until (\d{12,14})/i.exec(body);
  return match ? Number(match[1]) : undefined;
}

function describeBody(body: string): { code?: number; text: string } {
  try {
    const parsed = envelope.safeParse(JSON.parse(body));
    if (parsed.success) return { code: parsed.data.code, text: parsed.data.msg };
  } catch { /* CloudFront and firewalls answer in HTML */ }
  return { text: plainText(body) };
}

/** The readable words of an HTML error page, shortened. */
function plainText(body: string): string {
  const text = body
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function sentence(kind: ExchangeErrorKind, reply: ErrorReply, text: string): string {
  const { host, status } = reply;
  const said = text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`;
  switch (kind) {
    case "barred":
      return `${host} refuses this network address (${said}). This is permanent and not retried: ` +
        `set BINANCE_BASE_URL to a host you may use, such as https://data-api.binance.vision or ` +
        `your region's Binance, name a second one after a comma as the fallback, or set ` +
        `MARKET_SOURCE=simulated.`;
    case "banned":
      return `${host} has banned this network address for too many requests (${said}).`;
    case "rate_limited":
      return `${host} asks to slow down (${said}).`;
    case "rejected":
      return `${host} rejected the request (${said}).`;
    case "unavailable":
      return `${host} is unavailable (${said}).`;
  }
}
