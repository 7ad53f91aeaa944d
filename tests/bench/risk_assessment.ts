import { trainRiskOnLedger } from "../../jobs/train_risk_model.ts";
import { seededRandom } from "../../ml/random.ts";
import { assessTransfer } from "../../server/ml_actions/assess_transfer.ts";
import { testDatabase } from "../helpers/database.ts";
import { postEconomy } from "../helpers/ledger_economy.ts";
import { jobContext } from "../jobs/job_context.ts";
import { type SimulatedTransfer, simulateEconomy } from "../ml/risk/economy.ts";
import { DAY_MS, DAYS, pick, START_MS } from "../ml/risk/people.ts";
import { startTestApp } from "../server/app_for_tests.ts";
import type { BenchRow } from "./bench_row.ts";

const TRANSFERS = 100_000;
const ASSESSMENTS = 500;
const P95_MS = 20;
/** Of the same people one after the other, so that the busiest have long histories. */
const PERIODS = 12;

/** How long an assessment takes on a ledger of 100,000 transfers, with a model trained on it. */
export async function assessmentBench(
  log: (line: string) => void = () => {},
): Promise<BenchRow[]> {
  await using db = await testDatabase();
  log(`posting ${TRANSFERS} transfers`);
  const transfers = manyTransfers();
  await postEconomy(db, transfers);
  await db.sql("analyze ledger_transactions");
  const nowMs = START_MS + PERIODS * DAYS * DAY_MS;
  await using server = await startTestApp(db, { now: () => nowMs, env: LARGE_SUPPLY });
  const startedMs = performance.now();
  const context = jobContext({ db, url: "http://127.0.0.1:9", now: () => nowMs });
  const { transfers: learnt } = await trainRiskOnLedger(context);
  const trainingS = (performance.now() - startedMs) / 1000;
  log(`assessing ${ASSESSMENTS}`);
  const random = seededRandom(1);
  const times: number[] = [];
  for (let at = 0; at < ASSESSMENTS; at++) {
    const { fromUser, toUser, amount } = pick(transfers, random);
    const beforeMs = performance.now();
    await assessTransfer(server.app, { fromUser, toUser, amount: amount.toFixed(2) });
    times.push(performance.now() - beforeMs);
  }
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(0.95 * times.length)]!;
  return [
    {
      name: `one risk assessment, ledger of ${TRANSFERS}: p95`,
      value: p95,
      unit: "ms",
      target: `< ${P95_MS} ms`,
      ok: p95 < P95_MS,
    },
    { name: "the same: median", value: times[times.length >> 1]!, unit: "ms", ok: null },
    { name: `training on the newest ${learnt} transfers`, value: trainingS, unit: "s", ok: null },
  ];
}

/** What the ledger was opened with; another supply would be refused. */
const LARGE_SUPPLY = { INITIAL_COIN_SUPPLY: "1000000000000" };

function manyTransfers(): SimulatedTransfer[] {
  const periods = Array.from({ length: PERIODS }, (_, period) => {
    const shiftMs = period * DAYS * DAY_MS;
    return simulateEconomy({ seed: 200 + period, episodesOfAKind: 2 }).map((one) => ({
      ...one,
      atMs: one.atMs + shiftMs,
    }));
  });
  return periods.flat().slice(0, TRANSFERS);
}
