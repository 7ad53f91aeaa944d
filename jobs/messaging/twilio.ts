import type { Twilio } from "twilio";
import type TwilioClient from "twilio/lib/base/RequestClient.js";
import { askProvider } from "./ask_provider.ts";
import type {
  Channel,
  LookUpResult,
  MessagingConfig,
  OutgoingText,
  SendResult,
  SentResult,
} from "./channel.ts";
import { judgeError } from "./judge_answer.ts";
import { isTwilioRefusal, judgeTwilioRefusal } from "./twilio_refusals.ts";

const PROVIDER = "Twilio";
/** How far Twilio's clock may be behind ours. */
const CLOCK_TOLERANCE_MS = 120_000;
/** How many of the newest messages to a number are looked through. */
const LOOK_BACK = 50;

/**
 * Text messages by Twilio. It has no idempotency keys, but lists what it was given: after a lost
 * answer the message is looked for there before it is sent again.
 */
export function createTwilio(config: MessagingConfig): Channel {
  return {
    name: "twilio",
    dropsRepetitions: false,
    async send(message, signal) {
      const missing = missingSetting(config, message);
      if (missing) return { refused: `${missing} is not set.`, permanent: true };
      return await create(config, message, signal);
    },
    async lookUp(message, signal) {
      if (missingSetting(config, message)) return "unknown";
      return await find(config, message, signal);
    },
  };
}

function missingSetting(config: MessagingConfig, message: OutgoingText): string | undefined {
  const needed = {
    TWILIO_ACCOUNT_SID: config.twilioAccountSid,
    TWILIO_AUTH_TOKEN: config.twilioAuthToken,
    TWILIO_FROM_NUMBER: config.twilioFromNumber,
    SMS_PHONE_NUMBER: message.to ?? config.phoneNumber,
  };
  return Object.entries(needed).find(([, value]) => !value)?.[0];
}

async function create(
  config: MessagingConfig,
  message: OutgoingText,
  signal: AbortSignal,
): Promise<SendResult> {
  const to = message.to ?? config.phoneNumber!;
  const hidden = [to, config.twilioFromNumber, config.twilioAccountSid, config.twilioAuthToken];
  try {
    const client = await openClient(config, signal);
    const from = config.twilioFromNumber!;
    // Messaging services have ids of their own in place of a number.
    const sender = from.startsWith("MG") ? { messagingServiceSid: from } : { from };
    const made = await client.messages.create({ to, body: message.text, ...sender });
    if (made.errorCode) return judgeTwilioRefusal({ status: 400, code: made.errorCode }, hidden);
    return { providerId: made.sid ?? null };
  } catch (error) {
    return isTwilioRefusal(error) ? judgeTwilioRefusal(error, hidden) : judgeError(error, PROVIDER);
  }
}

async function find(
  config: MessagingConfig,
  message: OutgoingText,
  signal: AbortSignal,
): Promise<LookUpResult> {
  const to = message.to ?? config.phoneNumber!;
  try {
    const client = await openClient(config, signal);
    const listed = await client.messages.list({ to, limit: LOOK_BACK, pageSize: LOOK_BACK });
    // An account on trial puts a sentence of its own before the text.
    const own = listed.find((one) => isOf(message, one.body, one.dateCreated));
    return own ? { providerId: own.sid } satisfies SentResult : "absent";
  } catch (error) {
    return isTwilioRefusal(error) && error.status < 500 ? "unknown" : "unreachable";
  }
}

function isOf(message: OutgoingText, body: string, createdAt: Date | null | undefined): boolean {
  if (!body.endsWith(message.text)) return false;
  const ms = createdAt?.getTime() ?? NaN;
  return Number.isNaN(ms) || ms >= message.createdAtMs - CLOCK_TOLERANCE_MS;
}

/** The library is large: it is loaded with the first message. */
async function openClient(config: MessagingConfig, signal: AbortSignal): Promise<Twilio> {
  const { default: twilio } = await import("twilio");
  const ask: TwilioClient["request"] = (request) =>
    answerOf(config, request as TwilioClient.RequestOptions<unknown>, signal) as Promise<never>;
  class OwnClient extends twilio.RequestClient {
    override request = ask;
  }
  return twilio(config.twilioAccountSid, config.twilioAuthToken, { httpClient: new OwnClient() });
}

/** One request of the library, at the host of the settings. */
async function answerOf(
  config: MessagingConfig,
  request: TwilioClient.RequestOptions<unknown>,
  signal: AbortSignal,
) {
  const pair = `${config.twilioAccountSid}:${config.twilioAuthToken}`;
  const url = atHost(request.uri, config.twilioBaseUrl);
  addParams(url.searchParams, request.params);
  const form = new URLSearchParams();
  addParams(form, request.data);
  const answer = await askProvider(url.href, {
    method: request.method.toUpperCase(),
    headers: {
      accept: "application/json",
      authorization: `Basic ${btoa(pair)}`,
      ...(request.data !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
    },
    body: request.data === undefined ? undefined : form.toString(),
    signal,
  });
  const headers = Object.fromEntries(answer.headers);
  return { statusCode: answer.status, body: parsed(answer.body), headers };
}

function atHost(uri: string, base: string | undefined): URL {
  const url = new URL(uri);
  if (!base) return url;
  const host = new URL(base);
  return new URL(`${host.origin}${host.pathname.replace(/\/$/, "")}${url.pathname}${url.search}`);
}

function addParams(into: URLSearchParams, params: unknown): void {
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) into.append(name, String(one));
  }
}

/** The library reads bodies of successes that are texts, and properties of those that are not. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return { message: "" };
  }
}
