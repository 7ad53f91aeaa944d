import { assessRisk, type RiskAssessment } from "../../../ml/risk/assess_risk.ts";
import { startReplay } from "../../../ml/risk/replay_transfers.ts";
import { measurePopulation, type RiskModel, trainRiskModel } from "../../../ml/risk/risk_model.ts";
import { transferFeatures } from "../../../ml/risk/transfer_features.ts";
import type { TransferFacts } from "../../../ml/risk/transfer_facts.ts";
import { type SimulatedTransfer, simulateEconomy } from "./economy.ts";
import { DAY_MS, START_MS } from "./people.ts";

export interface JudgedTransfer {
  /** The seed of its economy. */
  readonly economy: number;
  readonly transfer: SimulatedTransfer;
  readonly assessment: RiskAssessment;
}

/** The model sees the first days, with the misuse that is in them and no labels; the rest is judged. */
const TRAINING_DAYS = 60;
const GREATEST_AMOUNT = 1_000_000;

/** Simulates an economy, learns from its first half as from a ledger, and judges the second. */
export function judgeEconomy(
  options: {
    readonly seed: number;
    readonly episodesOfAKind: number;
    readonly rulesOnly?: boolean;
  },
): JudgedTransfer[] {
  const transfers = simulateEconomy(options);
  const replay = startReplay({ greatestAmount: GREATEST_AMOUNT });
  const facts = transfers.map((transfer) => replay.next(transfer));
  const splitMs = START_MS + TRAINING_DAYS * DAY_MS;
  const split = transfers.findIndex((transfer) => transfer.atMs >= splitMs);
  const model = options.rulesOnly ? null : learn(facts.slice(0, split), options.seed);
  return transfers.slice(split).map((transfer, at) => ({
    economy: options.seed,
    transfer,
    assessment: assessRisk(facts[split + at]!, model),
  }));
}

function learn(facts: readonly TransferFacts[], seed: number): RiskModel {
  const population = measurePopulation(facts);
  const rows = facts.map((one) => transferFeatures(one, population));
  return trainRiskModel(rows, { population, seed });
}
