import { parsePhoneNumberFromString } from "libphonenumber-js";
import { z } from "zod";

/** What a rule watches: prices first, then how the service is. */
export const ALERT_KINDS = [
  "move",
  "market",
  "gap",
  "stale",
  "drift",
  "budget",
  "disk",
  "backup",
] as const;
export const SPANS = [1, 4, 24] as const;

const kind = z.enum(ALERT_KINDS);
/**
 * What the threshold is in. Moves: `percent`, or `sigmas` of the coin's own volatility over the span.
 * Else by kind: gap and stale `hours`, drift `alerts` that are open, budget `usd` of chat since midnight UTC, disk
 * `percent` in use, backup `failures` since the last good one.
 */
const unit = z.enum(["percent", "sigmas", "hours", "alerts", "usd", "failures"]);
const span = z.union(SPANS.map((hours) => z.literal(hours)));
const spans = z.array(span).min(1).max(3);
const threshold = z.number().positive().max(100_000);
const coins = z.array(z.string().regex(/^[A-Z0-9]{1,20}$/)).min(1).max(200);
const id = z.int().positive();
const time = z.string();

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: "must be a time of day such as 22:00",
});

const timeZone = z.string().max(64).refine(isTimeZone, {
  error: "must be a time zone such as Europe/Berlin",
});

function isTimeZone(name: string): boolean {
  return name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name);
}

/** From a time of day to another, over midnight too; both by the clocks of the time zone. */
const quiet = z.object({
  from: clock,
  to: clock,
  time_zone: timeZone,
  /** `delay`: one message at the end of the quiet hours; `drop`: none, the alert is on the page. */
  policy: z.enum(["delay", "drop"]),
}).refine((hours) => hours.from !== hours.to, { error: "must have a beginning and another end" });

/** With its country code; kept as `+491701234567`. */
const destination = z.string().trim().max(40).transform((text, ctx) => {
  const number = parsePhoneNumberFromString(text);
  if (number?.isValid()) return number.number as string;
  ctx.addIssue({
    code: "custom",
    message: "must be a telephone number with its country code, such as +49 170 1234567",
  });
  return z.NEVER;
});

/** `message`: by the provider of text messages; `page`: on the page of alerts alone. */
const channel = z.enum(["message", "page"]);

const ruleFields = {
  threshold,
  unit,
  spans,
  /** Null for every coin that is followed. */
  coins: coins.nullable(),
  quiet: quiet.nullable(),
  channel,
  enabled: z.boolean(),
};

export const rule = z.object({
  id,
  /** True for the administrator's, made from the environment; no person owns it. */
  is_default: z.boolean(),
  kind,
  ...ruleFields,
  /** `…67`: the last two digits; null for the number of the environment. */
  destination_hint: z.string().nullable(),
  created_at: time,
  updated_at: time,
});
export type RuleView = z.infer<typeof rule>;

export const rulesOutput = z.object({
  rules: z.array(rule),
  /** False where the environment switches alerts off. */
  alerts_enabled: z.boolean(),
  cooldown_hours: z.number(),
  provider: z.enum(["console", "aws_sns", "twilio", "webhook"]),
});
export type RulesAnswer = z.infer<typeof rulesOutput>;

export const deliveryOutput = z.object({
  provider: z.enum(["console", "aws_sns", "twilio", "webhook"]),
  /** `secret`: 64 hexadecimal digits, the key of the HMAC in `x-alert-signature`. */
  webhook: z.object({ host: z.string(), secret: z.string() }).nullable(),
  /** `…67`: how SMS_PHONE_NUMBER ends. */
  destination_hint: z.string().nullable(),
  /** True where what goes to nobody's number is published to a topic of SNS. */
  topic: z.boolean(),
});
export type DeliveryAnswer = z.infer<typeof deliveryOutput>;

export const createRuleInput = z.object({
  kind,
  threshold,
  /** Left out: the first that the kind takes. */
  unit: unit.optional(),
  /** Left out: all three. Only moves have them. */
  spans: spans.optional(),
  coins: coins.nullable().default(null),
  quiet: quiet.nullable().default(null),
  channel: channel.default("page"),
  /** Where messages go; needed for `message`. */
  destination: destination.nullable().default(null),
  enabled: z.boolean().default(true),
});
export type CreateRule = z.output<typeof createRuleInput>;

/** Fields that are left out stay as they are. */
export const updateRuleInput = z.object({
  rule_id: id,
  threshold: threshold.optional(),
  unit: unit.optional(),
  spans: spans.optional(),
  coins: coins.nullable().optional(),
  quiet: quiet.nullable().optional(),
  channel: channel.optional(),
  destination: destination.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type UpdateRule = z.output<typeof updateRuleInput>;

export const ruleIdInput = z.object({ rule_id: id });
export const removedOutput = z.object({ success: z.literal(true) });

export const alertStatus = z.enum(["open", "acknowledged", "muted"]);
export const messageStatus = z.enum(["pending", "sending", "sent", "failed", "expired"]);

export const message = z.object({
  id,
  /** How many alerts it tells of; 0 for a test. */
  alerts: z.int(),
  body: z.string(),
  /** `…67`; null for the number of the environment. */
  destination_hint: z.string().nullable(),
  is_test: z.boolean(),
  status: messageStatus,
  attempts: z.int(),
  /** Why the provider would not, or did not, send it. */
  refusal: z.string().nullable(),
  /** When it is tried next; null once it is settled. */
  next_attempt_at: time.nullable(),
  expires_at: time,
  created_at: time,
  /** When it was sent, failed or expired. */
  settled_at: time.nullable(),
});
export type MessageView = z.infer<typeof message>;

export const alert = z.object({
  id,
  /** Null where the rule is gone. */
  rule_id: id.nullable(),
  is_default: z.boolean(),
  kind,
  /** Null for what concerns no single coin. */
  symbol: z.string().nullable(),
  at: time,
  /** Quote currency; null for what is no move. */
  price: z.number().nullable(),
  from_price: z.number().nullable(),
  change_percent: z.number().nullable(),
  span_hours: span.nullable(),
  threshold: z.number(),
  unit,
  text: z.string(),
  status: alertStatus,
  /** The newest message that tells of it; null where none does. */
  message: z.object({
    id,
    status: messageStatus,
    refusal: z.string().nullable(),
    next_attempt_at: time.nullable(),
    settled_at: time.nullable(),
  }).nullable(),
});
export type AlertView = z.infer<typeof alert>;

export const listInput = z.object({
  status: alertStatus.optional(),
  limit: z.int().min(1).max(200).default(50),
  /** The `next` of the page before. */
  before: id.optional(),
});
export type ListAlerts = z.output<typeof listInput>;

export const listOutput = z.object({ alerts: z.array(alert), next: id.nullable() });
export type AlertsPage = z.infer<typeof listOutput>;

export const messagesInput = z.object({
  status: messageStatus.optional(),
  limit: z.int().min(1).max(200).default(50),
  before: id.optional(),
});
export type ListMessages = z.output<typeof messagesInput>;
export const messagesOutput = z.object({ messages: z.array(message), next: id.nullable() });
export type MessagesPage = z.infer<typeof messagesOutput>;

export const alertIdInput = z.object({ alert_id: id });
/** For so long nothing more is told of this coin, or of what else it was about. */
export const muteInput = z.object({
  alert_id: id,
  hours: z.number().positive().max(24 * 90).default(24),
});
export type MuteAlert = z.output<typeof muteInput>;

/** A message to where the messages of a rule go. */
export const testInput = ruleIdInput;
export const testOutput = z.object({ message });

/** A day, or a moment in ISO 8601. */
const moment = z.iso.date().or(z.iso.datetime());

export const rehearseInput = z.object({
  kind: z.enum(["move", "market"]).default("move"),
  /** Left out where `most_per_month` asks for one. */
  threshold: threshold.optional(),
  unit: z.enum(["percent", "sigmas"]).default("percent"),
  spans: spans.default([...SPANS]),
  coins: coins.nullable().default(null),
  quiet: quiet.nullable().default(null),
  /** Left out: 90 days ago. */
  from: moment.optional(),
  /** Left out: now. */
  to: moment.optional(),
  /** Proposes the least threshold with which no 30 days have more messages. */
  most_per_month: z.int().min(1).max(1000).optional(),
  /** USD. */
  price_per_message: z.number().min(0).max(100).optional(),
});
export type Rehearse = z.output<typeof rehearseInput>;

export const rehearsal = z.object({
  threshold: z.number(),
  unit,
  /** True where the threshold is a proposal. */
  proposed: z.boolean(),
  from: time,
  to: time,
  coins: z.int(),
  /** Hours of history that were replayed. */
  hours: z.int(),
  alerts: z.int(),
  messages: z.int(),
  /** The most messages in any 30 days. */
  most_in_30_days: z.int(),
  cost_usd: z.number(),
  price_per_message: z.number(),
  /** Alerts an hour apart at most; null where there is none. */
  longest_storm: z.object({
    from: time,
    to: time,
    hours: z.int(),
    alerts: z.int(),
    messages: z.int(),
  }).nullable(),
  /** The newest 200 messages: when each would have been sent, and its words. */
  sent: z.array(z.object({ at: time, alerts: z.int(), body: z.string() })),
  simulated: z.boolean(),
});
export type RehearsalView = z.infer<typeof rehearsal>;

export const liveAlerts = z.object({
  /** True: moves are looked at as prices come, not only when an hour is closed. */
  enabled: z.boolean(),
});
