/** A short message to someone. */
export interface OutgoingText {
  /** A telephone number, personal: never into a log. Null: where the environment says. */
  readonly to: string | null;
  readonly text: string;
  /** The same for every attempt at one message, another for every message. */
  readonly idempotencyKey: string;
  /** When the message was written, milliseconds since the epoch. */
  readonly createdAtMs: number;
}

/** What became of an attempt. */
export type SendResult =
  | SentResult
  /** The provider has not taken it, for certain. */
  | {
    /** Why, in words for a person, without numbers or tokens. */
    readonly refused: string;
    /** True where another attempt would be refused too. */
    readonly permanent: boolean;
    /** When the provider wants to be asked again, milliseconds from now. */
    readonly retryAfterMs?: number;
  }
  /** It was handed over and no answer came back: it may be on its way. */
  | { readonly lost: string };

export interface SentResult {
  /** The provider's name for the message; null where it gives none. */
  readonly providerId: string | null;
}

/**
 * What a provider knows of a message whose answer was lost: that it has it, that it does not, that it
 * cannot be reached now, or nothing.
 */
export type LookUpResult = SentResult | "absent" | "unreachable" | "unknown";

/** Someone who delivers short messages. */
export interface Channel {
  readonly name: "console" | "aws_sns" | "twilio" | "webhook";
  /** True where a repetition under the same key is dropped by the receiver. */
  readonly dropsRepetitions: boolean;
  /** One attempt. Never throws for what a provider or the network does. */
  send(message: OutgoingText, signal: AbortSignal): Promise<SendResult>;
  /** Asked before an attempt that follows a lost answer. */
  lookUp?(message: OutgoingText, signal: AbortSignal): Promise<LookUpResult>;
}

/** What the environment says of messages. */
export interface MessagingConfig {
  readonly provider: Channel["name"];
  readonly phoneNumber?: string | undefined;
  readonly awsRegion?: string | undefined;
  readonly snsTopicArn?: string | undefined;
  readonly twilioAccountSid?: string | undefined;
  /** May change meanwhile: read it for each message. */
  readonly twilioAuthToken?: string | undefined;
  readonly twilioFromNumber?: string | undefined;
  readonly twilioBaseUrl?: string | undefined;
  readonly webhookUrl?: string | undefined;
  /** 64 hexadecimal digits with which webhooks are signed. */
  readonly webhookSecret?: string | undefined;
}
