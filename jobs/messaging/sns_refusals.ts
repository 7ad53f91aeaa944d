import type { SendResult } from "./channel.ts";
import { judgeStatus, readRetryAfter } from "./judge_answer.ts";
import { withoutNumbers } from "./without_numbers.ts";

/** The part of the SDK's errors that is read. */
export interface SnsRefusal {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** What operators meet, by the words of AWS, with what to do about it. The first that fits. */
const KNOWN: readonly (readonly [RegExp, string, boolean])[] = [
  [
    /sandbox|not (?:been )?verified|unverified/i,
    "The AWS account is in the SMS sandbox: it sends to verified numbers alone. Verify the number, or ask AWS to move the account out of the sandbox.",
    true,
  ],
  [
    /spend(?:ing)? (?:limit|quota)|MonthlySpendLimit|quota left|monthly limit/i,
    "The monthly spending limit for text messages at AWS is used up. Raise it, or wait for the next month.",
    false,
  ],
  [
    /opted ?out/i,
    "The number has opted out of messages from AWS. Its owner has to opt in again.",
    true,
  ],
  [/CredentialsProviderError|ConfigError/, "There are no AWS credentials to sign with.", false],
  [/region is missing/i, "AWS_REGION is not set.", true],
  [
    /InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|ExpiredToken/,
    "AWS does not accept the credentials.",
    true,
  ],
  [
    /AuthorizationError|AccessDenied|not authorized/i,
    "The AWS credentials may not send: they need sns:Publish.",
    true,
  ],
  [
    /(?:Invalid|PhoneNumber).*PhoneNumber|PhoneNumber.*(?:not valid|invalid)/i,
    "AWS says that this is no telephone number it can send to.",
    true,
  ],
  [/NotFound|Topic does not exist/i, "The topic of AWS_SNS_TOPIC_ARN does not exist.", true],
  [/Throttl|TooManyRequests|Rate exceeded/i, "AWS SNS takes no more messages at this pace.", false],
];

/** What a refusal of SNS means for the message, in words for a person. */
export function judgeSnsRefusal(
  error: SnsRefusal,
  number: string | undefined,
  nowMs: number,
): SendResult {
  const text = `${error.name}: ${error.message}`;
  const status = error.$metadata?.httpStatusCode ?? 400;
  const known = KNOWN.find(([shape]) => shape.test(text));
  if (known && status < 500) return { refused: known[1], permanent: known[2] };
  const refused = status >= 500
    ? `AWS SNS answered with status ${status}.`
    : `AWS SNS: ${withoutNumbers(error.message, [number])}`;
  const retryAfter = error.$response?.headers?.["retry-after"] ?? null;
  return judgeStatus({ status, retryAfterMs: readRetryAfter(retryAfter, nowMs) }, refused);
}
