import type { AlertMark, AlertRule, NewAlert } from "../../db/mod.ts";
import { describeMove } from "./describe_alert.ts";
import { changeInPercent, type Crossing, findCrossing, reaches } from "./find_crossing.ts";
import { groupMessages, type PlannedMessage } from "./group_messages.ts";
import type { Condition, Observation, PriceObservation } from "./observation.ts";

/** An alert with where it is told. */
export interface DecidedAlert {
  readonly alert: NewAlert;
  readonly recipient: string;
  readonly rule: AlertRule;
}

/** What was last told to whom, by {@link markKey}. */
export type AlertState = ReadonlyMap<string, AlertMark>;

export interface Decision {
  readonly alerts: readonly DecidedAlert[];
  readonly messages: readonly PlannedMessage[];
  /** The marks that changed. */
  readonly changed: readonly AlertMark[];
  readonly state: AlertState;
}

export interface DecisionTerms {
  /** No second alert of a subject within so long, but for a further full threshold. */
  readonly cooldownMs: number;
}

interface Candidate {
  readonly rule: AlertRule;
  readonly alert: NewAlert;
  /** How far beyond the threshold: of several rules of one recipient the furthest speaks. */
  readonly thresholds: number;
  readonly isNews: (mark: AlertMark | undefined) => boolean;
  readonly markedValue: number;
}

/**
 * Decides what an observation is worth telling, and to whom. Pure: the live engine and the rehearsal
 * are this function over different observations.
 *
 * Of one subject a recipient is told again only when the cool-down since the last alert is over, or the
 * price went a further full threshold from the last alerted one. Of a condition they are told when it
 * begins, and while it lasts each time it has doubled; one that comes and goes waits for the cool-down
 * too. Nothing is decided twice about the same moment.
 */
export function decideAlerts(
  state: AlertState,
  observation: Observation,
  rules: readonly AlertRule[],
  terms: DecisionTerms,
): Decision {
  const changed = new Map<string, AlertMark>();
  const alerts: DecidedAlert[] = [];
  const mark = (recipient: string, subject: string) => {
    const key = markKey(recipient, subject);
    return changed.get(key) ?? state.get(key);
  };
  const put = (next: AlertMark) => changed.set(markKey(next.recipient, next.subject), next);
  for (const [recipient, found] of bySubject(observation, rules, terms)) {
    for (const [subject, candidates] of found) {
      const last = mark(recipient, subject);
      const chosen = choose(candidates, last);
      if (chosen === null) continue;
      alerts.push({ alert: chosen.alert, recipient, rule: chosen.rule });
      put(nextMark(recipient, subject, last, chosen));
    }
  }
  for (const ended of endedConditions(state, observation, rules)) put(ended);
  const messages = groupMessages(alerts, observation.nowMs, mark, put);
  return {
    alerts,
    messages,
    changed: [...changed.values()],
    state: changed.size === 0 ? state : new Map([...state, ...changed]),
  };
}

export function markKey(recipient: string, subject: string): string {
  return `${recipient} ${subject}`;
}

/**
 * Who a rule speaks to, and how: cool-downs are of a person's way to be told, so that two rules on one
 * coin do not both ring. The number itself is not in it, only a checksum.
 */
export function recipientOf(rule: Pick<AlertRule, "userId" | "channel" | "destination">): string {
  const who = rule.userId === null ? "default" : `person:${rule.userId}`;
  const where = rule.destination === null ? "" : `/${checksum(rule.destination)}`;
  return `${who}/${rule.channel}${where}`;
}

/** FNV-1a, 32 bits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

type Found = Map<string, Map<string, Candidate[]>>;

/** What reaches a threshold, by recipient and then by subject, in the order of rules and coins. */
function bySubject(
  observation: Observation,
  rules: readonly AlertRule[],
  terms: DecisionTerms,
): Found {
  const found: Found = new Map();
  for (const rule of rules) {
    if (!rule.enabled) continue;
    const recipient = recipientOf(rule);
    for (const candidate of candidatesOf(rule, observation, terms)) {
      const subjects = found.get(recipient) ?? new Map<string, Candidate[]>();
      found.set(recipient, subjects);
      const { subject } = candidate.alert;
      subjects.set(subject, [...subjects.get(subject) ?? [], candidate]);
    }
  }
  return found;
}

function candidatesOf(
  rule: AlertRule,
  { coins, market, conditions, nowMs }: Observation,
  terms: DecisionTerms,
): Candidate[] {
  if (rule.kind === "move") {
    const watched = rule.coins === null
      ? coins
      : coins.filter((coin) => isWatched(rule, coin.symbol));
    return watched.flatMap((coin) => moveCandidate(rule, coin, terms));
  }
  if (rule.kind === "market") return market === null ? [] : moveCandidate(rule, market, terms);
  return (conditions ?? [])
    .filter((one) => one.kind === rule.kind && one.value >= rule.threshold)
    .filter((one) => one.symbol === null || isWatched(rule, one.symbol))
    .map((condition) => conditionCandidate(rule, condition, nowMs, terms));
}

function isWatched({ coins }: AlertRule, symbol: string | null): boolean {
  return coins === null || (symbol !== null && coins.includes(symbol));
}

function moveCandidate(
  rule: AlertRule,
  observed: PriceObservation,
  terms: DecisionTerms,
): Candidate[] {
  const crossing = findCrossing(rule, observed);
  if (crossing === null) return [];
  return [{
    rule,
    alert: moveAlert(rule, observed, crossing),
    thresholds: crossing.thresholds,
    isNews: (mark) => isNewMove(mark, observed, crossing, terms),
    markedValue: observed.price,
  }];
}

function moveAlert(rule: AlertRule, observed: PriceObservation, crossing: Crossing): NewAlert {
  const { symbol, price, atMs } = observed;
  const { fromPrice, changePercent, spanHours } = crossing;
  const { id: ruleId, userId, kind, threshold, unit } = rule;
  return {
    ...{ ruleId, userId, kind, symbol, atMs, price, fromPrice, changePercent, spanHours },
    ...{ threshold, unit },
    subject: symbol === null ? "market" : `coin:${symbol}`,
    value: crossing.thresholds * threshold,
    text: describeMove({ symbol, changePercent, spanHours, fromPrice, price, atMs }),
  };
}

function isNewMove(
  mark: AlertMark | undefined,
  { atMs, price }: PriceObservation,
  { thresholdPercent }: Crossing,
  { cooldownMs }: DecisionTerms,
): boolean {
  if (mark === undefined) return true;
  if (mark.mutedUntilMs !== null && atMs < mark.mutedUntilMs) return false;
  if (mark.atMs === null || mark.value === null) return true;
  if (atMs <= mark.atMs) return false;
  if (atMs - mark.atMs >= cooldownMs) return true;
  return reaches(changeInPercent(mark.value, price), thresholdPercent);
}

function conditionCandidate(
  rule: AlertRule,
  condition: Condition,
  nowMs: number,
  terms: DecisionTerms,
): Candidate {
  const { subject, symbol, value, text } = condition;
  const { id: ruleId, userId, kind, threshold, unit } = rule;
  return {
    rule,
    alert: {
      ...{ ruleId, userId, kind, subject, symbol, value, threshold, unit, text, atMs: nowMs },
      ...{ price: null, fromPrice: null, changePercent: null, spanHours: null },
    },
    thresholds: value / threshold,
    isNews: (mark) => isNewCondition(mark, value, nowMs, terms),
    markedValue: value,
  };
}

function isNewCondition(
  mark: AlertMark | undefined,
  value: number,
  nowMs: number,
  { cooldownMs }: DecisionTerms,
): boolean {
  if (mark === undefined) return true;
  if (mark.mutedUntilMs !== null && nowMs < mark.mutedUntilMs) return false;
  if (mark.atMs === null || mark.value === null) return true;
  if (nowMs <= mark.atMs) return false;
  if (value >= 2 * mark.value) return true;
  return !mark.isOn && nowMs - mark.atMs >= cooldownMs;
}

/** The candidate that goes furthest beyond its threshold, of those that are news; the first of equals. */
function choose(candidates: readonly Candidate[], mark: AlertMark | undefined): Candidate | null {
  let chosen: Candidate | null = null;
  for (const candidate of candidates) {
    if (!candidate.isNews(mark)) continue;
    if (chosen === null || candidate.thresholds > chosen.thresholds) chosen = candidate;
  }
  return chosen;
}

function nextMark(
  recipient: string,
  subject: string,
  last: AlertMark | undefined,
  { alert, markedValue }: Candidate,
): AlertMark {
  return {
    recipient,
    subject,
    userId: alert.userId,
    atMs: alert.atMs,
    value: markedValue,
    isOn: alert.price === null,
    mutedUntilMs: last?.mutedUntilMs ?? null,
  };
}

/** Marks of conditions that no rule of their recipient finds any more: they may be told of anew. */
function* endedConditions(
  state: AlertState,
  observation: Observation,
  rules: readonly AlertRule[],
): Iterable<AlertMark> {
  if (observation.conditions === null) return;
  const lasting = new Set<string>();
  for (const rule of rules) {
    const recipient = recipientOf(rule);
    for (const { kind, subject, value } of observation.conditions) {
      if (kind === rule.kind && value >= rule.threshold) lasting.add(markKey(recipient, subject));
    }
  }
  for (const [key, mark] of state) {
    if (mark.isOn && !lasting.has(key)) yield { ...mark, isOn: false };
  }
}
