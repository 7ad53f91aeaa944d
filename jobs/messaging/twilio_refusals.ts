import type { SendResult } from "./channel.ts";
import { judgeStatus } from "./judge_answer.ts";
import { withoutNumbers } from "./without_numbers.ts";

/** The part of the library's errors that is read. */
export interface TwilioRefusal {
  readonly status: number;
  readonly code?: number;
  readonly message?: string;
}

/** https://www.twilio.com/docs/api/errors, in words that say what to do; true where that is final. */
const KNOWN: Readonly<Record<number, readonly [string, boolean]>> = {
  10001: ["The Twilio account is not active.", true],
  14107: ["Twilio takes no more messages at this pace.", false],
  20003: ["Twilio does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.", true],
  20005: ["The Twilio account is not active.", true],
  20429: ["Twilio takes no more messages at this pace.", false],
  21211: ["Twilio says that this is no valid telephone number.", true],
  21212: ["Twilio does not accept TWILIO_FROM_NUMBER as a sender.", true],
  21408: ["The Twilio account may not send to this country.", true],
  21606: ["Twilio does not accept TWILIO_FROM_NUMBER as a sender for this number.", true],
  21608: [
    "The Twilio account is on trial: it sends to verified numbers alone. Verify the number, or upgrade the account.",
    true,
  ],
  21610: ["The number has opted out of messages. Its owner has to text START.", true],
  21611: ["Too many messages wait at Twilio for this sender.", false],
  21612: ["Twilio has no way from this sender to this number.", true],
  21614: ["Twilio says that this is no mobile number.", true],
  21617: ["The message is too long for Twilio.", true],
  21659: ["TWILIO_FROM_NUMBER is no number of this Twilio account.", true],
  21660: ["TWILIO_FROM_NUMBER is no number of this Twilio account.", true],
  30002: ["The Twilio account is suspended.", true],
  30007: ["The carrier blocked the message as spam.", true],
  63038: ["The daily limit of messages of the Twilio account is used up.", false],
};

export function isTwilioRefusal(error: unknown): error is TwilioRefusal & Error {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** What a refusal of Twilio means for the message, in words without numbers. */
export function judgeTwilioRefusal(
  error: TwilioRefusal,
  hidden: readonly (string | null | undefined)[],
): SendResult {
  const known = error.code === undefined ? undefined : KNOWN[error.code];
  if (known && error.status < 500) return { refused: known[0], permanent: known[1] };
  const own = withoutNumbers(error.message ?? "", hidden);
  const refused = error.status >= 500 || own === ""
    ? `Twilio answered with status ${error.status}.`
    : `Twilio: ${own}`;
  return judgeStatus({ status: error.status }, refused);
}
