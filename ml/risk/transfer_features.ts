import { type RobustScale, robustScale } from "./robust_scale.ts";
import type { PastTransfer, TransferFacts } from "./transfer_facts.ts";

/** Goes up when a feature changes; a model of another version is not used. */
export const RISK_FEATURES_VERSION = 1;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROUND_TRIP_MS = 72 * HOUR_MS;
/** An amount that comes back is the same one where it differs by less than this share. */
const SAME_AMOUNT = 0.15;
/** So many transfers of a person count as much as what everybody sends. */
const PRIOR_TRANSFERS = 4;
/** Log amounts are taken to spread at least this much: whoever always sends 5 may send 6. */
const LEAST_SPREAD = 0.35;
/** Habits of the hour are looked at from this many transfers on. */
const HABIT_TRANSFERS = 10;
const HABIT_HOURS = 2;
const NEAR_LIMIT = 0.9;
const ROUND_LIMITS = [1_000, 10_000, 100_000, 1_000_000];

/** Log amounts of all transfers, which a person's own are measured against while they are few. */
export type Population = RobustScale;

/** A proposed transfer in figures; each is defined where it is computed. */
export type TransferFeatures = Readonly<Record<RiskFeature, number>>;

/** Deviations of log amount from a person's own history, in robust standard deviations, and so on. */
export const RISK_FEATURES = [
  "amountOwn",
  "amountAll",
  "balanceShare",
  "dayShare",
  "count1h",
  "count24h",
  "burst",
  "newCounterparty",
  "fanOut",
  "fanIn",
  "roundTrips",
  "hourUnusual",
  "idleDays",
  "senderDays",
  "recipientDays",
  "nearLimit",
  "passThrough",
] as const;
export type RiskFeature = typeof RISK_FEATURES[number];

/** The features of a proposed transfer, from what was known when it was proposed and nothing later. */
export function transferFeatures(
  facts: TransferFacts,
  population: Population | null,
): TransferFeatures {
  const { amount, atMs, balance, senderSent, senderReceived, recipientReceived } = facts;
  const day = since(senderSent, atMs - DAY_MS);
  const hour = since(day, atMs - HOUR_MS);
  const daySum = amount + sumOf(day);
  return {
    amountOwn: ownDeviation(facts, population),
    amountAll: population === null ? 0 : deviation(Math.log(amount), population),
    balanceShare: shareOf(amount, balance),
    // Of what was at hand a day ago, as far as it was not received since.
    dayShare: shareOf(daySum, balance + sumOf(day)),
    count1h: 1 + hour.length,
    count24h: 1 + day.length,
    burst: (1 + hour.length) / Math.max(3, busiestHour(senderSent.slice(day.length))),
    newCounterparty: isKnown(facts) ? 0 : 1,
    fanOut: excess(distinct(day, "toUser", facts.toUser), senderSent.slice(day.length), "toUser"),
    fanIn: fanIn(recipientReceived, facts),
    roundTrips: countRoundTrips(facts),
    hourUnusual: hourUnusual(senderSent, atMs),
    idleDays: daysSince(senderSent[0]?.atMs ?? facts.senderSinceMs, atMs),
    senderDays: daysSince(facts.senderSinceMs, atMs),
    recipientDays: daysSince(facts.recipientSinceMs, atMs),
    nearLimit: nearLimits(facts, day),
    passThrough: passThrough(since(senderReceived, atMs - DAY_MS), daySum),
  };
}

/** The features as the row a forest sees: counts and days by their logarithm. */
export function featureRow(features: TransferFeatures): Float64Array {
  return Float64Array.from(RISK_FEATURES, (name) => {
    const value = features[name];
    return LOGARITHMIC.has(name) ? Math.log1p(value) : value;
  });
}

const LOGARITHMIC: ReadonlySet<RiskFeature> = new Set([
  "count1h",
  "count24h",
  "burst",
  "fanOut",
  "fanIn",
  "idleDays",
  "senderDays",
  "recipientDays",
  "passThrough",
]);

function since(rows: readonly PastTransfer[], fromMs: number): readonly PastTransfer[] {
  const end = rows.findIndex((row) => row.atMs <= fromMs);
  return end < 0 ? rows : rows.slice(0, end);
}

function sumOf(rows: readonly PastTransfer[]): number {
  return rows.reduce((sum, row) => sum + row.amount, 0);
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 1;
}

function daysSince(fromMs: number | null, atMs: number): number {
  return fromMs === null ? 0 : Math.max(0, (atMs - fromMs) / DAY_MS);
}

/** Own history and everybody's, mixed by how many transfers the person has made. */
function ownDeviation(facts: TransferFacts, population: Population | null): number {
  const own = robustScale(facts.senderSent.map((row) => Math.log(row.amount)));
  const count = facts.senderSent.length;
  const prior = population ?? own;
  if (prior === null || (population === null && count <= PRIOR_TRANSFERS)) return 0;
  if (own === null) return deviation(Math.log(facts.amount), prior);
  const share = count / (count + PRIOR_TRANSFERS);
  return deviation(Math.log(facts.amount), {
    median: share * own.median + (1 - share) * prior.median,
    spread: share * own.spread + (1 - share) * prior.spread,
  });
}

function deviation(value: number, { median, spread }: RobustScale): number {
  const scaled = (value - median) / Math.max(LEAST_SPREAD, spread);
  return Math.max(-6, Math.min(12, scaled));
}

/** Most transfers within one hour. */
function busiestHour(rows: readonly PastTransfer[]): number {
  let [most, end] = [0, 0];
  for (let start = 0; start < rows.length; start++) {
    while (end < rows.length && rows[start]!.atMs - rows[end]!.atMs < HOUR_MS) end++;
    most = Math.max(most, end - start);
  }
  return most;
}

/** Whether the two had dealings before this day: a thief's second transfer is to someone new too. */
function isKnown({ fromUser, toUser, atMs, senderSent, senderReceived }: TransferFacts): boolean {
  const isBefore = (row: PastTransfer) => row.atMs <= atMs - DAY_MS;
  return senderSent.some((row) => row.toUser === toUser && isBefore(row)) ||
    senderReceived.some((row) =>
      row.fromUser === toUser && row.toUser === fromUser && isBefore(row)
    );
}

function distinct(
  rows: readonly PastTransfer[],
  side: "fromUser" | "toUser",
  more: string,
): number {
  return new Set([more, ...rows.map((row) => row[side])]).size;
}

/** People within a day, over what the days before bring as a rule. */
function excess(
  people: number,
  before: readonly PastTransfer[],
  side: "fromUser" | "toUser",
): number {
  return people / (1 + usualPerDay(before, side));
}

/** The busiest day before, in people. */
function usualPerDay(rows: readonly PastTransfer[], side: "fromUser" | "toUser"): number {
  const days = new Map<number, Set<string>>();
  for (const row of rows) {
    const day = Math.floor(row.atMs / DAY_MS);
    const people = days.get(day) ?? new Set();
    days.set(day, people.add(row[side]));
  }
  return Math.max(0, ...Array.from(days.values(), (people) => people.size));
}

function fanIn(received: readonly PastTransfer[], { fromUser, atMs }: TransferFacts): number {
  const day = since(received, atMs - DAY_MS);
  return excess(distinct(day, "fromUser", fromUser), received.slice(day.length), "fromUser");
}

/**
 * How often in three days about this amount went from the recipient to the sender, straight or over one
 * other person: the transfer would close the circle.
 */
function countRoundTrips(facts: TransferFacts): number {
  const fromMs = facts.atMs - ROUND_TRIP_MS;
  const isSame = (row: PastTransfer) => Math.abs(row.amount / facts.amount - 1) < SAME_AMOUNT;
  const returned = since(facts.senderReceived, fromMs).filter(isSame);
  const left = since(facts.recipientSent, fromMs).filter(isSame);
  return returned.filter((back) =>
    back.fromUser === facts.toUser ||
    left.some((out) => out.toUser === back.fromUser && out.atMs <= back.atMs)
  ).length;
}

/** How much rarer the hour is among the person's own than if all hours were alike, in powers of two. */
function hourUnusual(sent: readonly PastTransfer[], atMs: number): number {
  if (sent.length < HABIT_TRANSFERS) return 0;
  const width = 2 * HABIT_HOURS + 1;
  const near = sent.filter((row) => hoursApart(row.atMs, atMs) <= width / 2).length;
  const expected = width / 24;
  const share = (near + expected) / (sent.length + 1);
  return Math.max(0, Math.log2(expected / share));
}

function hoursApart(a: number, b: number): number {
  const apart = Math.abs(a - b) % DAY_MS / HOUR_MS;
  return Math.min(apart, 24 - apart);
}

/**
 * Transfers of the day, this one included, that stay within a tenth under a limit, over the most such
 * transfers on a day before: some pay their rent or their wages so.
 */
function nearLimits(facts: TransferFacts, day: readonly PastTransfer[]): number {
  const limits = [...ROUND_LIMITS, facts.greatestAmount];
  const isNear = ({ amount }: PastTransfer) =>
    limits.some((limit) => amount >= NEAR_LIMIT * limit && amount < limit);
  if (!isNear(facts)) return 0;
  const before = busiestDay(facts.senderSent.slice(day.length).filter(isNear));
  return (1 + day.filter(isNear).length) / (1 + before);
}

function busiestDay(rows: readonly PastTransfer[]): number {
  const days = Map.groupBy(rows, (row) => Math.floor(row.atMs / DAY_MS));
  return Math.max(0, ...Array.from(days.values(), (list) => list.length));
}

/** Senders of the day's receipts, as far as the receipts are passed on. */
function passThrough(received: readonly PastTransfer[], daySum: number): number {
  if (received.length === 0) return 0;
  const senders = new Set(received.map((row) => row.fromUser)).size;
  return senders * shareOf(daySum, sumOf(received));
}
