import type {
  AlertView,
  MessageView,
  RehearsalView,
  RulesAnswer,
  RuleView,
} from "../../../server/alerts/schema.ts";
import { formatDay, formatTime } from "../../lib/format.ts";

type Kind = RuleView["kind"];
type Unit = RuleView["unit"];
type MessageStatus = MessageView["status"];

/** What a rule of each kind watches. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  move: "A coin moves",
  market: "The whole market moves",
  gap: "Hours of a coin are missing",
  stale: "No new candles arrive",
  drift: "The model drifts",
  budget: "Chat costs money",
  disk: "The disk fills up",
  backup: "Backups fail",
};

export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  percent: "%",
  sigmas: "× its usual move",
  hours: "h",
  alerts: "signs of drift",
  usd: "USD a day",
  failures: "failed backups in a row",
};

/** What the threshold of each kind may be in, the usual one first. */
export const UNITS: Readonly<Record<Kind, readonly Unit[]>> = {
  move: ["percent", "sigmas"],
  market: ["percent"],
  gap: ["hours"],
  stale: ["hours"],
  drift: ["alerts"],
  budget: ["usd"],
  disk: ["percent"],
  backup: ["failures"],
};

const FOR_ADMINISTRATORS: readonly Kind[] = ["budget", "disk", "backup"];

export function kindsFor(isAdmin: boolean): readonly Kind[] {
  const all = Object.keys(KIND_WORDS) as Kind[];
  return isAdmin ? all : all.filter((kind) => !FOR_ADMINISTRATORS.includes(kind));
}

export const isMove = (kind: Kind): boolean => kind === "move" || kind === "market";
export const hasCoins = (kind: Kind): boolean => kind === "move" || kind === "gap";

/** Providers by the names that people know. */
export const PROVIDER_WORDS: Readonly<Record<RulesAnswer["provider"], string>> = {
  console: "the server's log",
  aws_sns: "AWS SNS",
  twilio: "Twilio",
  webhook: "a webhook",
};

/** A rule in one line: `A coin moves by 10 % or more within 1, 4 or 24 h`. */
export function ruleWords(rule: Pick<RuleView, "kind" | "threshold" | "unit" | "spans">): string {
  const amount = rule.threshold.toLocaleString("en-US");
  const size = `${amount} ${UNIT_WORDS[rule.unit]}`;
  switch (rule.kind) {
    case "move":
    case "market":
      return `${KIND_WORDS[rule.kind]} by ${size} or more within ${spanWords(rule.spans)}`;
    case "gap":
      return `A coin lacks ${amount} hours or more`;
    case "stale":
      return `No new candles for ${amount} h or more`;
    case "drift":
      return rule.threshold === 1
        ? "The model drifts"
        : `The model drifts in ${amount} ways or more`;
    case "budget":
      return `Chat costs ${amount} USD a day or more`;
    case "disk":
      return `The disk is ${amount} % full or more`;
    case "backup":
      return rule.threshold === 1 ? "A backup fails" : `${amount} backups in a row fail`;
  }
}

export function spanWords(spans: readonly number[]): string {
  const sorted = [...spans].sort((a, b) => a - b);
  const last = sorted.pop();
  return sorted.length === 0 ? `${last} h` : `${sorted.join(", ")} or ${last} h`;
}

export function coinWords(coins: readonly string[] | null): string {
  return coins === null ? "every coin" : coins.join(", ");
}

/** `22:00–07:00, Europe/Berlin, one message afterwards`. */
export function quietWords(quiet: RuleView["quiet"]): string {
  if (quiet === null) return "none";
  const after = quiet.policy === "delay" ? "one message afterwards" : "no message at all";
  return `${quiet.from}–${quiet.to}, ${quiet.time_zone}, ${after}`;
}

/** Where a rule tells of its alerts. */
export function destinationWords(rule: RuleView): string {
  if (rule.channel === "page") return "on this page";
  const hint = rule.destination_hint;
  const number = hint === null ? "number of the environment" : `number ending in ${hint.slice(-2)}`;
  return `on this page, and at the ${number}`;
}

export const MESSAGE_WORDS: Readonly<Record<MessageStatus, string>> = {
  pending: "waits",
  sending: "is being sent",
  sent: "sent",
  failed: "failed",
  expired: "expired",
};

export const MESSAGE_ICONS: Readonly<Record<MessageStatus, string>> = {
  pending: "circle-dashed",
  sending: "loader-circle",
  sent: "circle-check",
  failed: "circle-alert",
  expired: "triangle-alert",
};

/** What became of a message: `sent on 6 May 2023, 14:00 UTC`, or why not yet, or why not. */
export function messageFate(
  message: Pick<MessageView, "status" | "refusal" | "next_attempt_at" | "settled_at">,
): string {
  const at = (time: string | null) => time === null ? "" : ` ${formatTime(Date.parse(time))}`;
  switch (message.status) {
    case "sent":
      return at(message.settled_at).trim();
    case "failed":
      return message.refusal ?? "The provider did not say why.";
    case "expired":
      return `It could not be sent in its time. ${message.refusal ?? ""}`.trim();
    case "sending":
      return "now";
    case "pending":
      return `${message.refusal ?? ""} ${message.refusal ? "Tried again" : "Due"} at${
        at(message.next_attempt_at)
      }.`.trim();
  }
}

export const ALERT_WORDS: Readonly<Record<AlertView["status"], string>> = {
  open: "open",
  acknowledged: "acknowledged",
  muted: "muted",
};

/** The sentence under the title. */
export function alertsFinding(answer: RulesAnswer | undefined): string {
  if (answer === undefined) return "What you asked to be told of, and what was told.";
  if (!answer.alerts_enabled) {
    return "Alerts are switched off by ALERT_ENABLED: nothing is watched.";
  }
  const active = answer.rules.filter((rule) => rule.enabled).length;
  if (active === 0) return "No rule is switched on, so nothing is watched for you.";
  const rules = active === 1 ? "1 rule is" : `${active} rules are`;
  return `${rules} switched on. Of a coin you are told again after ${answer.cooldown_hours} h at ` +
    "the earliest, or when it has moved by the threshold once more.";
}

/** What a rehearsal found, in a sentence. */
export function rehearsalFinding(found: RehearsalView): string {
  const span = `Between ${formatDay(Date.parse(found.from))} and ${
    formatDay(Date.parse(found.to))
  }`;
  const size = `${found.threshold.toLocaleString("en-US")} ${UNIT_WORDS[found.unit]}`;
  const lead = found.proposed ? `With the proposed ${size}` : `With ${size}`;
  if (found.messages === 0) return `${span} nothing would have been sent. ${lead}, that is.`;
  const messages = found.messages === 1 ? "1 message" : `${found.messages} messages`;
  return `${span} ${messages} would have been sent. ${lead}, at most ` +
    `${found.most_in_30_days} in any 30 days.`;
}
