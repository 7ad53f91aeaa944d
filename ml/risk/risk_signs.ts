import type { TransferFeatures } from "./transfer_features.ts";
import type { TransferFacts } from "./transfer_facts.ts";

/** One sign of risk that a transfer shows, in words. */
export interface RiskSign {
  readonly text: string;
  /** What it adds to the hazard: its weight times how strongly it shows. */
  readonly hazard: number;
}

/** A sign in general: how strongly a transfer shows it, 0 to 1, and what is then said. */
interface Rule {
  readonly weight: number;
  strength(features: TransferFeatures): number;
  text(features: TransferFeatures, facts: TransferFacts): string;
}

/**
 * Signs of the known kinds of misuse. The weights were set by hand on training seeds of the simulated
 * economy (ml/LOG.md); a rule of weight 1.6 that shows fully makes a score of 0.8 alone.
 */
const RULES: readonly Rule[] = [
  {
    weight: 1.5,
    strength: (f) => f.newCounterparty * ramp(f.dayShare, 0.45, 0.85) * ramp(f.amountOwn, -0.5, 2),
    text: (f) =>
      `${
        percent(f.dayShare)
      } of what the sender had leaves within a day, now to someone new to them.`,
  },
  {
    weight: 0.7,
    strength: (f) => ramp(f.amountOwn, 2, 6),
    text: (f) =>
      `The amount is unusual for the sender: ${f.amountOwn.toFixed(1)} deviations above their own.`,
  },
  {
    weight: 0.5,
    strength: (f) => ramp(f.hourUnusual, 1, 3) * ramp(f.amountOwn, 0.5, 2),
    text: () => "The sender hardly ever sends at this hour.",
  },
  {
    weight: 1.6,
    strength: (f) => ramp(f.burst, 1.3, 3),
    text: (f) =>
      `It is transfer number ${f.count1h} of the sender within an hour, ${
        f.burst.toFixed(1)
      } times ` +
      "the most before.",
  },
  {
    weight: 0.6,
    strength: (f) => ramp(f.fanOut, 2, 6),
    text: (f) =>
      `The sender pays ${f.fanOut.toFixed(1)} times as many people within a day as before.`,
  },
  {
    weight: 1.5,
    strength: (f) => ramp(f.fanIn, 2.5, 7) * (1 - 0.6 * ramp(f.recipientDays, 10, 60)),
    // No figure: what others send to the recipient is not the sender's to know.
    text: () => "Far more people than ever before pay the recipient within a day.",
  },
  {
    weight: 1.6,
    strength: (f) => ramp(f.passThrough, 1.5, 5) * (0.4 + 0.6 * f.newCounterparty),
    text: () => "What several people sent to the sender within a day is passed on.",
  },
  {
    weight: 1.6,
    strength: (f) => f.roundTrips === 0 ? 0 : f.roundTrips === 1 ? 0.4 : 1,
    text: (f) =>
      `About the same amount came round from the recipient within three days, ${
        times(f.roundTrips)
      }.`,
  },
  {
    weight: 1.6,
    strength: (f) => ramp(f.nearLimit, 1, 3),
    text: (f) =>
      `${
        f.nearLimit.toFixed(1)
      } times as many transfers as ever before stay just under a limit within a day.`,
  },
  {
    weight: 1.5,
    strength: (f) => ramp(f.idleDays, 20, 60) * ramp(f.balanceShare, 0.4, 0.8),
    text: (f) =>
      `The first transfer after ${f.idleDays.toFixed(0)} days takes ${
        percent(f.balanceShare)
      } of ` +
      "the balance.",
  },
  {
    weight: 0.3,
    strength: (f) => f.newCounterparty * (1 - ramp(f.recipientDays, 1, 7)) * f.balanceShare,
    text: () => "The recipient's account is only some days old, and new to the sender.",
  },
];

/** What would round to a weight of nothing is not said. */
const NEGLIGIBLE = 0.005;

/** The signs that a transfer shows, in the order of the rules. */
export function riskSigns(features: TransferFeatures, facts: TransferFacts): RiskSign[] {
  return RULES.flatMap((rule) => {
    const hazard = rule.weight * rule.strength(features);
    return hazard > NEGLIGIBLE ? [{ hazard, text: rule.text(features, facts) }] : [];
  });
}

/** 0 up to `from`, 1 beyond `to`, a straight line between. */
export function ramp(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
