import type { CreateRule, RuleView } from "../../../server/alerts/schema.ts";
import { UNITS } from "./alert_words.ts";

/** A rule as it stands in the form. */
export interface RuleDraft {
  readonly kind: RuleView["kind"];
  readonly threshold: string;
  readonly unit: RuleView["unit"];
  readonly spans: RuleView["spans"];
  /** Comma-separated; empty for every coin. */
  readonly coins: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly timeZone: string;
  readonly policy: "delay" | "drop";
  readonly channel: RuleView["channel"];
  /** Empty: as it was. */
  readonly destination: string;
}

/** A form before anything was put in. */
export function emptyDraft(timeZone: string): RuleDraft {
  return {
    ...{ kind: "move", threshold: "10", unit: "percent", spans: [1, 4, 24], coins: "" },
    ...{ isQuiet: false, quietFrom: "22:00", quietTo: "07:00", timeZone, policy: "delay" },
    ...{ channel: "page", destination: "" },
  };
}

/** The form of a rule that is there. Its number is not known here, only how it ends. */
export function draftOf(rule: RuleView, timeZone: string): RuleDraft {
  const { quiet } = rule;
  return {
    ...emptyDraft(timeZone),
    ...{ kind: rule.kind, threshold: String(rule.threshold), unit: rule.unit, spans: rule.spans },
    ...{ coins: rule.coins?.join(", ") ?? "", channel: rule.channel, isQuiet: quiet !== null },
    ...(quiet && {
      ...{ quietFrom: quiet.from, quietTo: quiet.to },
      ...{ timeZone: quiet.time_zone, policy: quiet.policy },
    }),
  };
}

/** A draft of another kind, with a unit that goes with it. */
export function withKind(draft: RuleDraft, kind: RuleDraft["kind"]): RuleDraft {
  const unit = UNITS[kind].includes(draft.unit) ? draft.unit : UNITS[kind][0]!;
  return { ...draft, kind, unit };
}

/** Symbols as they are written by hand: `btc, eth` is BTC and ETH; nothing is every coin. */
export function readCoins(text: string): string[] | null {
  const symbols = text.toUpperCase().split(/[\s,;]+/).filter((symbol) => symbol !== "");
  return symbols.length === 0 ? null : [...new Set(symbols)];
}

/** What the draft asks for; null where its threshold is no number above zero. */
export function toRule(draft: RuleDraft): Omit<CreateRule, "destination" | "enabled"> | null {
  const threshold = Number(draft.threshold.replace(",", "."));
  if (!(threshold > 0) || draft.spans.length === 0) return null;
  const { kind, unit, spans, channel } = draft;
  return {
    ...{ kind, threshold, unit, spans, channel },
    coins: readCoins(draft.coins),
    quiet: draft.isQuiet
      ? {
        ...{ from: draft.quietFrom, to: draft.quietTo },
        ...{ time_zone: draft.timeZone, policy: draft.policy },
      }
      : null,
  };
}
