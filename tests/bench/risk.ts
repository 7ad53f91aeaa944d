import { RISK_THRESHOLDS } from "../../ml/risk/assess_risk.ts";
import { type JudgedTransfer, judgeEconomy } from "../ml/risk/judge_economy.ts";
import { FRAUD_KINDS } from "../ml/risk/people.ts";
import type { BenchRow } from "./bench_row.ts";
import { assessmentBench } from "./risk_assessment.ts";

/** Economies that neither the weights (seeds 1 to 4) nor the thresholds (11 to 16) have seen. */
const TEST_SEEDS = [101, 102, 103, 104, 105, 106];
const VALIDATION_SEEDS = [11, 12, 13, 14, 15, 16];
const EPISODES_OF_A_KIND = 8;
/** Of 1,000 honest transfers, those that may be called at least so. */
const ALLOWED = { medium: 20, high: 2 };
const SIMULATED = "simulated economy";

type Score = (judged: JudgedTransfer) => number;

/**
 * How well misuse is found, on simulated economies with planted misuse and nothing else: no figure here says
 * what happens on a real ledger.
 */
export async function riskBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  log("six economies for the thresholds, six to report on, two honest ones");
  const validation = judge(VALIDATION_SEEDS, EPISODES_OF_A_KIND);
  const test = judge(TEST_SEEDS, EPISODES_OF_A_KIND);
  const honest = judge(TEST_SEEDS.slice(0, 2), 0);
  const rulesOnly = TEST_SEEDS.flatMap((seed) =>
    judgeEconomy({ seed, episodesOfAKind: EPISODES_OF_A_KIND, rulesOnly: true })
  );
  for (const level of ["medium", "high"] as const) {
    const chosen = thresholdFor(validation, ALLOWED[level] / 1000);
    log(`threshold of ${level} by the validation seeds: ${chosen.toFixed(3)}`);
    log(describe(test, level));
  }
  return [
    ...aucRows(test, rulesOnly),
    ...foundRows(test, "medium"),
    ...foundRows(test, "high"),
    ...alarmRows(test, "with misuse around"),
    ...alarmRows(honest, "without any misuse"),
    ...await assessmentBench(log),
  ];
}

function judge(seeds: readonly number[], episodesOfAKind: number): JudgedTransfer[] {
  return seeds.flatMap((seed) => judgeEconomy({ seed, episodesOfAKind }));
}

const scoreOf: Score = ({ assessment }) => assessment.score;
const isFraud = ({ transfer }: JudgedTransfer) => transfer.fraud !== null;

function aucRows(test: JudgedTransfer[], rulesOnly: JudgedTransfer[]): BenchRow[] {
  const amounts = areaUnderCurve(test, ({ transfer }) => transfer.amount);
  const value = areaUnderCurve(test, scoreOf);
  const peer = `the amount alone ${amounts.toFixed(3)}`;
  return [
    {
      ...{ name: `${SIMULATED}: AUC of the risk score`, value, peer },
      ratio: value / amounts,
      target: "> the amount alone",
      ok: value > amounts,
    },
    {
      name: `${SIMULATED}: AUC of a cold start, rules alone`,
      value: areaUnderCurve(rulesOnly, scoreOf),
      peer,
      ok: null,
    },
  ];
}

/** Precision and recall over transfers; the peer flags as many honest ones by amount alone. */
function foundRows(test: JudgedTransfer[], level: "medium" | "high"): BenchRow[] {
  const flagged = test.filter((one) => scoreOf(one) >= RISK_THRESHOLDS[level]);
  const found = flagged.filter(isFraud).length;
  const planted = test.filter(isFraud);
  const honest = test.filter((one) => !isFraud(one)).map(({ transfer }) => transfer.amount);
  const limit = honest.sort((a, b) => b - a)[flagged.length - found]!;
  const byAmount = planted.filter(({ transfer }) => transfer.amount > limit).length;
  const recall = found / planted.length;
  const peer = byAmount / planted.length;
  return [
    {
      name: `${SIMULATED}: precision from ${level} on`,
      value: found / flagged.length,
      peer: `amount rule ${(byAmount / (byAmount + flagged.length - found)).toFixed(3)}`,
      ok: null,
    },
    {
      name: `${SIMULATED}: recall from ${level} on`,
      value: recall,
      peer: `amount rule, as many false alarms ${peer.toFixed(3)}`,
      ratio: recall / peer,
      target: "> the amount rule",
      ok: recall > peer,
    },
  ];
}

function alarmRows(judged: JudgedTransfer[], where: string): BenchRow[] {
  const honest = judged.filter((one) => !isFraud(one));
  return (["medium", "high"] as const).map((level) => ({
    name: `${SIMULATED}: false alarms ${where}, ${level}`,
    value: 1000 * honest.filter((one) => scoreOf(one) >= RISK_THRESHOLDS[level]).length /
      honest.length,
    unit: "of 1,000",
    target: `<= ${1.5 * ALLOWED[level]}`,
    ok: 1000 * honest.filter((one) => scoreOf(one) >= RISK_THRESHOLDS[level]).length <=
      1.5 * ALLOWED[level] * honest.length,
  }));
}

/** One line for each kind: transfers and episodes found, of how many. */
function describe(test: JudgedTransfer[], level: "medium" | "high"): string {
  const lines = FRAUD_KINDS.map((kind) => {
    const planted = test.filter(({ transfer }) => transfer.fraud === kind);
    const found = planted.filter((one) => scoreOf(one) >= RISK_THRESHOLDS[level]);
    const alarms = test.filter((one) => !isFraud(one) && scoreOf(one) >= RISK_THRESHOLDS[level]);
    const precision = found.length / (found.length + alarms.length);
    return `  ${kind.padEnd(12)} transfers ${found.length}/${planted.length}, episodes ` +
      `${episodes(found)}/${episodes(planted)}, recall ${
        (found.length / planted.length).toFixed(3)
      }, ` +
      `precision beside all false alarms ${precision.toFixed(3)}`;
  });
  return [`from ${level} on:`, ...lines].join("\n  ");
}

function episodes(judged: readonly JudgedTransfer[]): number {
  return new Set(judged.map(({ transfer, economy }) => `${economy} ${transfer.episode}`)).size;
}

/** The least score that so large a share of honest transfers reaches. */
function thresholdFor(judged: JudgedTransfer[], share: number): number {
  const scores = judged.filter((one) => !isFraud(one)).map(scoreOf).sort((a, b) => b - a);
  return scores[Math.floor(share * scores.length)]!;
}

/** Probability that a planted transfer scores above an honest one, ties counting half. */
function areaUnderCurve(judged: JudgedTransfer[], score: Score): number {
  const sorted = judged.map((one) => ({ score: score(one), isFraud: isFraud(one) }))
    .sort((a, b) => a.score - b.score);
  let [ranks, planted] = [0, 0];
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]!.score === sorted[start]!.score) end++;
    const tied = sorted.slice(start, end).filter((one) => one.isFraud).length;
    ranks += tied * (start + 1 + end) / 2;
    planted += tied;
    start = end;
  }
  return (ranks - planted * (planted + 1) / 2) / (planted * (sorted.length - planted));
}
