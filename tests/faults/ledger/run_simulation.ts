import {
  chainLedger,
  type Database,
  openLedger,
  readChainHead,
  type Sql,
  verifyLedger,
} from "../../../db/mod.ts";
import { toText, toUnits } from "./coin_units.ts";
import type { Cut } from "./cutting_proxy.ts";
import { INSTANCES, type Instances, openInstances } from "./instances.ts";
import { judgeWave, type Performed } from "./judge_wave.ts";
import { balanceOf, type Model, openModel } from "./model.ts";
import { type Operation, planOperations } from "./operations.ts";
import type { Outcome, Request } from "./perform_operation.ts";
import { type Reading, readWave, startReading } from "./read_wave.ts";
import type { ShakenServer } from "./shaken_server.ts";
import { steadily } from "./steadily.ts";
import { watchSupply } from "./watch_supply.ts";

export const RULES = { supply: "1000000", feePercent: "0.5" };

export interface SimulationOptions {
  readonly seed: number;
  readonly operations: number;
  /** A database with the schema, for this run alone. */
  readonly databaseUrl: string;
  readonly server: ShakenServer;
  /** Whether a process that was killed is started again; that costs most of a second. */
  readonly restarts: boolean;
}

/** What a run came to. */
export interface Simulated {
  readonly done: number;
  readonly refused: number;
  readonly unknown: number;
  readonly postings: number;
  readonly snapshots: number;
  readonly cuts: Readonly<Record<Cut, number>>;
}

const USERS = 24;
/** Operations that run at once. */
const WAVE = 96;

interface Run {
  readonly options: SimulationOptions;
  readonly instances: Instances;
  readonly model: Model;
  readonly plan: readonly Operation[];
  readonly reading: Reading;
  readonly counts: Record<Outcome["kind"], number>;
}

/**
 * Runs a seed: the plan wave by wave over several instances, with their faults, while readers watch
 * and the chainer works; after each wave the ledger is held against the model, and at the end every
 * balance, and the whole ledger by its own proof.
 *
 * @throws Error that says what did not agree
 */
export async function runSimulation(options: SimulationOptions): Promise<Simulated> {
  await using instances = await openInstances(options.databaseUrl, options.restarts);
  const db = instances.direct;
  const nowMs = Date.UTC(2026, 0, 1);
  await steadily(() => openLedger(db, { initialSupply: RULES.supply, nowMs }));
  const plan = planOperations({
    ...{ seed: options.seed, operations: options.operations, users: USERS },
    ...{ instances: INSTANCES.length, crashes: 1, kills: 1 },
  });
  const counts = { done: 0, refused: 0, unknown: 0 };
  const run = {
    ...{ options, instances, plan, counts, model: openModel(RULES), reading: startReading() },
  };
  const watch = watchSupply(db, RULES.supply);
  for (let at = 0; at < plan.length; at += WAVE) {
    await runWave(run, plan.slice(at, at + WAVE));
    if (at / WAVE % 10 === 0) await steadily(() => chainLedger(db, { nowMs }));
  }
  const snapshots = await watch.stop();
  await judgeEnd(db, run.model, run.reading);
  return { ...counts, postings: run.reading.postings, snapshots, cuts: instances.proxy.cuts };
}

async function runWave(run: Run, operations: readonly Operation[]): Promise<void> {
  const performed = await Promise.all(operations.map((one) => performFaulty(run, one)));
  const wave = await steadily(() => readWave(run.instances.direct, run.reading, performed));
  const wrong = judgeWave(run.model, run.plan, wave);
  if (wrong !== null) throw new Error(wrong);
  for (const { kind } of performed.flatMap(({ outcomes }) => outcomes)) run.counts[kind] += 1;
}

async function performFaulty(run: Run, operation: Operation): Promise<Performed> {
  const { instances, options } = run;
  const { fault, instance } = operation;
  const request: Request = {
    operation,
    transactionId: "of" in operation ? idOf(run.reading, operation.of) : "",
    feePercent: RULES.feePercent,
    isOnce: false,
  };
  const perform = (at: number) => instances.perform(at % INSTANCES.length, request);
  if (fault === "twice") {
    return { operation, outcomes: await Promise.all([perform(instance), perform(instance + 1)]) };
  }
  if (fault === "lost before" || fault === "lost sent" || fault === "lost answered") {
    const cut = fault.slice("lost ".length) as Cut;
    return { operation, outcomes: [await instances.performLost(request, cut)] };
  }
  if (fault === "before" || fault === "sent" || fault === "answered") {
    instances.proxy.cutNext(fault, `"key":"${operation.id}"`);
    return { operation, outcomes: [await perform(1)] };
  }
  const answer = perform(fault === "kill" ? 2 : instance);
  if (fault === "kill") instances.kill();
  if (fault === "crash") await options.server.crash();
  return { operation, outcomes: [await answer] };
}

/** Of an operation that made nothing: an id that there is not. */
function idOf(reading: Reading, operation: number): string {
  return reading.transactionOf.get(operation) ?? "00000000-0000-7000-8000-000000000000";
}

async function judgeEnd(db: Database, model: Model, reading: Reading): Promise<void> {
  const wrong = await steadily(() => differences(db, model));
  if (wrong.length > 0) throw new Error(`At the end: ${wrong.join("; ")}.`);
  await chainAll(db, reading.postings);
  const { firstWrong, checked } = await steadily(() => verifyLedger(db));
  if (firstWrong !== undefined) throw new Error(`The proof of the ledger fails: ${firstWrong}`);
  if (checked.links !== reading.postings) {
    throw new Error(`${reading.postings} transactions were completed, ${checked.links} chained.`);
  }
}

/** What another database of the server still has under way holds the chainer back for a moment. */
async function chainAll(db: Database, postings: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    await steadily(() => chainLedger(db, { nowMs: Date.UTC(2026, 0, 2) }));
    const head = await steadily(() => readChainHead(db));
    if (head?.position === postings) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function differences(db: Sql, model: Model): Promise<string[]> {
  const rows = await db.sql<{ account: string; balance: string }>(
    `select owner || '/' || kind as account, sum(balance)::text as balance
     from ledger_accounts group by 1`,
  );
  const held = new Map(rows.map((row) => [row.account, toUnits(row.balance)]));
  const accounts = new Set([...held.keys(), ...model.balances.keys()]);
  return [...accounts].filter((one) => (held.get(one) ?? 0n) !== balanceOf(model, one))
    .map((one) =>
      `${one} holds ${toText(held.get(one) ?? 0n)}, not ${toText(balanceOf(model, one))}`
    );
}
