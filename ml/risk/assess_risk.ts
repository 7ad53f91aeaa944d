import { isolationScore } from "./isolation_forest.ts";
import { ramp, type RiskSign, riskSigns } from "./risk_signs.ts";
import { type RiskModel, tailOf } from "./risk_model.ts";
import type { TransferFacts } from "./transfer_facts.ts";
import {
  featureRow,
  RISK_FEATURES,
  type RiskFeature,
  transferFeatures,
} from "./transfer_features.ts";

export type RiskLevel = "low" | "medium" | "high";

export interface RiskReason {
  readonly text: string;
  /** Its part of the score: the weights of all reasons add up to it. */
  readonly weight: number;
}

export interface RiskAssessment {
  /** 0 to 1. An order, not a probability. */
  readonly score: number;
  readonly level: RiskLevel;
  /** The heaviest first. */
  readonly reasons: readonly RiskReason[];
  /** Too little is known to compare with. */
  readonly coldStart: boolean;
  readonly coldStartReason: string | null;
}

/**
 * Chosen on the validation seeds of the simulated economy (tests/bench/risk.ts): at most 20 and at most 2
 * of 1,000 honest transfers reach them.
 */
export const RISK_THRESHOLDS = { medium: 0.46, high: 0.7 } as const;

/** With fewer transfers of their own a person is compared with everybody. */
const LEAST_OWN_TRANSFERS = 5;
const FOREST_WEIGHT = 0.9;
/** The forest says nothing of the usual 95 %, and no more beyond one in a thousand. */
const FOREST_TAIL = { from: -Math.log10(0.05), to: 3 };

/**
 * Judges a proposed transfer. Each sign adds a hazard; the score is `1 − e^(−sum)`, as of independent
 * causes, and each sign's weight is its share of the sum times the score, so weights add up exactly.
 */
export function assessRisk(facts: TransferFacts, model: RiskModel | null): RiskAssessment {
  const features = transferFeatures(facts, model?.population ?? null);
  const signs = riskSigns(features, facts);
  if (model !== null) signs.push(...forestSign(model, featureRow(features)));
  const hazard = signs.reduce((sum, sign) => sum + sign.hazard, 0);
  const score = -Math.expm1(-hazard);
  const coldStartReason = whyCold(facts, model);
  return {
    score,
    level: riskLevel(score),
    reasons: signs.sort((a, b) => b.hazard - a.hazard)
      .map((sign) => ({ text: sign.text, weight: score * sign.hazard / hazard })),
    coldStart: coldStartReason !== null,
    coldStartReason,
  };
}

function riskLevel(score: number): RiskLevel {
  if (score >= RISK_THRESHOLDS.high) return "high";
  return score >= RISK_THRESHOLDS.medium ? "medium" : "low";
}

function whyCold(facts: TransferFacts, model: RiskModel | null): string | null {
  const own = facts.senderSent.length;
  if (model === null) {
    return "There are too few transfers to learn from yet: this rests on rules alone.";
  }
  if (own >= LEAST_OWN_TRANSFERS) return null;
  const made = own === 0 ? "no transfer" : own === 1 ? "1 transfer" : `${own} transfers`;
  return `The sender has made ${made} before: this compares with everybody instead.`;
}

function forestSign(model: RiskModel, row: Float64Array): RiskSign[] {
  const score = isolationScore(model.forest, row);
  const tail = tailOf(model, score);
  const hazard = FOREST_WEIGHT * ramp(-Math.log10(tail), FOREST_TAIL.from, FOREST_TAIL.to);
  if (hazard <= 0) return [];
  const about = mostUnusual(model, row, score).map((name) => FEATURE_WORDS[name]).join(" and ");
  const share = `${Number((100 * tail).toPrecision(2))} %`;
  const text = `In all, at most ${share} of past transfers were as unusual, mostly by ${about}.`;
  return [{ hazard, text }];
}

/** The two features without which, were they as usual, the forest's score would fall the most. */
function mostUnusual(model: RiskModel, row: Float64Array, score: number): RiskFeature[] {
  const drops = RISK_FEATURES.map((name, at) => {
    const changed = row.with(at, model.usual[at]!);
    return { name, drop: score - isolationScore(model.forest, changed) };
  });
  return drops.sort((a, b) => b.drop - a.drop).slice(0, 2).map(({ name }) => name);
}

const FEATURE_WORDS: Readonly<Record<RiskFeature, string>> = {
  amountOwn: "the amount for this sender",
  amountAll: "the amount",
  balanceShare: "the share of the balance",
  dayShare: "what left within a day",
  count1h: "the number within an hour",
  count24h: "the number within a day",
  burst: "the number within an hour beside the most before",
  newCounterparty: "whether the two know each other",
  fanOut: "the number of recipients",
  fanIn: "the number of senders to the recipient",
  roundTrips: "circles",
  hourUnusual: "the hour",
  idleDays: "the pause before",
  senderDays: "the age of the sender's account",
  recipientDays: "the age of the recipient's account",
  nearLimit: "amounts just under a limit",
  passThrough: "what is passed on",
};
