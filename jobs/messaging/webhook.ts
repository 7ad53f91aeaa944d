import { askProvider } from "./ask_provider.ts";
import type { Channel, MessagingConfig, OutgoingText, SendResult } from "./channel.ts";
import { judgeError, judgeStatus, readRetryAfter } from "./judge_answer.ts";

const PROVIDER = "The webhook";

/**
 * Posts messages to an address of the operator's, signed. The receiver drops repetitions by
 * `idempotency-key`. The address comes from the environment, never from a request, so private ones
 * are fine; redirects are not followed and the answer is shown to nobody.
 */
export function createWebhook(config: MessagingConfig, now: () => number): Channel {
  return {
    name: "webhook",
    dropsRepetitions: true,
    send: (message, signal) => post(config, message, { nowMs: now(), signal }),
  };
}

async function post(
  config: MessagingConfig,
  message: OutgoingText,
  call: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<SendResult> {
  const { webhookUrl, webhookSecret } = config;
  if (!webhookUrl) return { refused: "SMS_WEBHOOK_URL is not set.", permanent: true };
  if (!webhookSecret) return { refused: "There is no secret to sign with.", permanent: true };
  const { url, headers } = withoutCredentials(webhookUrl);
  const body = JSON.stringify({
    id: message.idempotencyKey,
    to: message.to ?? config.phoneNumber ?? null,
    text: message.text,
    created_at: new Date(message.createdAtMs).toISOString(),
  });
  const timestamp = String(Math.floor(call.nowMs / 1000));
  try {
    const answer = await askProvider(url, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "idempotency-key": message.idempotencyKey,
        "x-alert-timestamp": timestamp,
        "x-alert-signature": `v1=${await signWebhook(webhookSecret, timestamp, body)}`,
      },
      body,
      signal: call.signal,
    });
    if (answer.status >= 200 && answer.status < 300) return { providerId: null };
    const retryAfterMs = readRetryAfter(answer.headers.get("retry-after"), call.nowMs);
    return judgeStatus({ status: answer.status, retryAfterMs }, words(answer.status));
  } catch (error) {
    return judgeError(error, PROVIDER);
  }
}

/** `https://user:password@host`: fetch refuses such an address, so they go into a header. */
function withoutCredentials(address: string): { url: string; headers: Record<string, string> } {
  const url = new URL(address);
  if (url.username === "" && url.password === "") return { url: address, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  const authorization = `Basic ${new TextEncoder().encode(pair).toBase64()}`;
  return { url: url.href, headers: { authorization } };
}

function words(status: number): string {
  if (status >= 300 && status < 400) return `${PROVIDER} redirects, which is not followed.`;
  return `${PROVIDER} answered with status ${status}.`;
}

/** HMAC-SHA-256 over `timestamp.body`, as hexadecimal digits. */
export async function signWebhook(
  secret: string,
  timestamp: string,
  body: string,
): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = Uint8Array.fromHex(secret);
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const text = new TextEncoder().encode(`${timestamp}.${body}`);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, text)).toHex();
}
