import { toText, toUnits } from "./coin_units.ts";
import {
  balanceOf,
  feeOf,
  FEES,
  type Leg,
  legsOf,
  type Model,
  move,
  problemsOf,
  type Status,
} from "./model.ts";
import type { Operation } from "./operations.ts";
import type { Outcome } from "./perform_operation.ts";

export interface Performed {
  readonly operation: Operation;
  /** Two where it was sent twice. */
  readonly outcomes: readonly Outcome[];
}

/** What one transaction moved, in the order in which the ledger wrote it. */
export interface Posting {
  readonly transactionId: string;
  /** The places in the plan whose idempotency keys name it. */
  readonly keys: readonly number[];
  readonly legs: readonly (Leg & { readonly before: bigint })[];
}

/** The state of a transaction after a wave. */
export interface Stored {
  readonly id: string;
  /** The place in the plan that made it. */
  readonly madeBy: number;
  readonly status: Status;
  readonly fee: bigint;
}

/** Everything that is known after a wave: what was asked and answered, and what the ledger holds. */
export interface Wave {
  readonly performed: readonly Performed[];
  /** New ones, in the ledger's own order. */
  readonly postings: readonly Posting[];
  /** The transactions that this wave made or was about. */
  readonly stored: readonly Stored[];
}

/**
 * Carries a wave over to the model and says what does not agree, or `null`. The operations of a wave
 * ran at once. The ledger's own order of postings is taken; each must be allowed in that order and
 * move what the model moves. A refusal must be true at some point of that order. An answer must be
 * about a posting that is there, once; a cut-off operation is there whole, or not at all.
 *
 * @param plan every operation of the seed: a posting may be of one that was cut off in another wave
 */
export function judgeWave(model: Model, plan: readonly Operation[], wave: Wave): string | null {
  const refusals = wave.performed.flatMap(({ operation, outcomes }) =>
    outcomes.flatMap((one) => one.kind === "refused" ? [{ operation, code: one.code }] : [])
  );
  let unexplained = refusals.filter((one) => !isTrue(model, one));
  for (const posting of wave.postings) {
    const wrong = judgePosting(model, plan, posting);
    if (wrong !== null) return wrong;
    unexplained = unexplained.filter((one) => !isTrue(model, one));
  }
  const wrong = judgeStates(model, plan, wave) ?? judgeAnswers(wave);
  if (wrong !== null) return wrong;
  const [lie] = unexplained.filter((one) => !isTrue(model, one));
  return lie === undefined
    ? null
    : `${describe(lie.operation)} was refused with ${lie.code} for no reason.`;
}

function isTrue(model: Model, refusal: { operation: Operation; code: string }): boolean {
  return problemsOf(model, refusal.operation).has(refusal.code);
}

function judgePosting(model: Model, plan: readonly Operation[], posting: Posting): string | null {
  const movers = posting.keys.map((key) => plan[key] as Operation)
    .filter(({ kind }) => kind !== "create" && kind !== "cancel");
  const [operation] = movers;
  if (operation === undefined || movers.length > 1) {
    return `Posting ${posting.transactionId} was asked for ${movers.length} times.`;
  }
  const problems = [...problemsOf(model, operation)];
  if (problems.length > 0) return `${describe(operation)} went through: ${problems.join(", ")}.`;
  const expected = legsOf(model, operation);
  const [found, wanted] = [posting.legs, expected].map(describeLegs);
  if (found !== wanted) return `${describe(operation)} moved ${found} in place of ${wanted}.`;
  const stale = posting.legs.find(({ account, before }) =>
    account !== FEES && before !== balanceOf(model, account)
  );
  if (stale !== undefined) return `${describe(operation)} saw a stale balance of ${stale.account}.`;
  move(model, expected);
  settle(model, operation);
  return null;
}

/** What a posting does to transactions that the model knows. */
function settle(model: Model, operation: Operation): void {
  if (operation.kind === "send") {
    const { from, to } = operation;
    const units = toUnits(operation.amount);
    const fee = feeOf(model, units);
    const known = { from, to, units, fee, status: "completed" as const, isReversed: false };
    model.transactions.set(operation.id, known);
  }
  if (!("of" in operation)) return;
  const known = model.transactions.get(operation.of);
  if (known !== undefined && operation.kind === "execute") known.status = "completed";
  if (known !== undefined && operation.kind === "reverse") known.isReversed = true;
}

function judgeStates(model: Model, plan: readonly Operation[], wave: Wave): string | null {
  for (const { madeBy, status, fee } of wave.stored) {
    const maker = plan[madeBy] as Operation;
    if (maker.kind !== "create" && maker.kind !== "send") continue;
    const known = model.transactions.get(madeBy) ?? adopt(model, maker);
    if (fee !== known.fee) return `${describe(maker)} has a fee of ${toText(fee)}.`;
    if (known.status === status) continue;
    const causes = wave.performed.filter(({ operation, outcomes }) =>
      "of" in operation && operation.of === madeBy && outcomes.some((one) =>
        couldMake(status, one)
      ) &&
      operation.kind === (status === "cancelled" ? "cancel" : "execute")
    );
    if (known.status !== "pending" || status === "completed" || causes.length === 0) {
      return `${describe(maker)} was ${known.status} and is ${status}.`;
    }
    known.status = status;
  }
  return null;
}

function couldMake(status: Status, outcome: Outcome): boolean {
  if (outcome.kind === "unknown") return true;
  if (status === "cancelled") return outcome.kind === "done";
  return outcome.kind === "refused" && outcome.code !== "INVALID_STATE";
}

function adopt(model: Model, maker: Operation & { kind: "create" | "send" }) {
  const units = toUnits(maker.amount);
  const { from, to } = maker;
  const made = { from, to, units, fee: feeOf(model, units), isReversed: false };
  const known = { ...made, status: "pending" as Status };
  model.transactions.set(maker.id, known);
  return known;
}

function judgeAnswers(wave: Wave): string | null {
  const byKey = new Map(
    wave.postings.flatMap((posting) => posting.keys.map((key) => [key, posting.transactionId])),
  );
  const stored = new Map(wave.stored.map((one) => [one.id, one]));
  for (const { operation, outcomes } of wave.performed) {
    const done = outcomes.filter((one) => one.kind === "done");
    if (done.filter((one) => !one.replayed).length > 1) return `${describe(operation)} ran twice.`;
    for (const { transactionId } of done) {
      const isMove = operation.kind !== "create" && operation.kind !== "cancel";
      if (isMove && byKey.get(operation.id) !== transactionId) {
        return `${describe(operation)} was answered with ${transactionId}, which moved nothing.`;
      }
      const madeBy = "of" in operation && operation.kind !== "reverse"
        ? operation.of
        : operation.id;
      if (!isMove && stored.get(transactionId)?.madeBy !== madeBy) {
        return `${describe(operation)} was answered with ${transactionId}, which is not there.`;
      }
    }
  }
  return null;
}

function describe(operation: Operation): string {
  return `Operation ${JSON.stringify(operation)}`;
}

function describeLegs(legs: readonly Leg[]): string {
  return legs.map(({ account, units }) => `${account} ${toText(units)}`).sort().join(", ");
}
