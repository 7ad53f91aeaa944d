import { seeded } from "../../ml/random_series.ts";
import { toText } from "./coin_units.ts";
import type { Cut } from "./cutting_proxy.ts";

/** What happens to an operation on its way. */
export type Fault =
  | "none"
  /** Its connection is cut; it is sent again. */
  | Cut
  /** Sent by two instances at once with one key. */
  | "twice"
  /** Its connection is cut around COMMIT, and it is never sent again. */
  | `lost ${Cut}`
  /** The process that has it is killed; it is sent again by another. */
  | "kill"
  /** The database goes down; it is sent again when it is back. */
  | "crash";

interface Common {
  /** Its place in the plan, and its idempotency key. */
  readonly id: number;
  readonly fault: Fault;
  /** Which instance of the application it goes to. */
  readonly instance: number;
}

export type Operation =
  & Common
  & (
    | { readonly kind: "mint" | "burn" | "stake" | "unstake"; user: string; amount: string }
    | { readonly kind: "send" | "create"; from: string; to: string; amount: string }
    /** `of` is the place of the operation that made the transaction. */
    | { readonly kind: "execute" | "cancel" | "reverse"; of: number }
  );

export interface PlanOptions {
  readonly seed: number;
  readonly operations: number;
  readonly users: number;
  readonly instances: number;
  /** How often the database goes down, and how often a process is killed. */
  readonly crashes: number;
  readonly kills: number;
}

/** In units: the least, odd ones whose fees are rounded, and more than most people have. */
const AMOUNTS = [
  1_000_000n,
  1_000_001n,
  99_999_999n,
  12_345_678n,
  10_000_000_000n,
  123_456_789_012n,
];
const KINDS = [
  ...["send", "send", "send", "send", "send", "send", "send", "create", "create", "execute"],
  ...["execute", "cancel", "stake", "stake", "unstake", "mint", "burn", "reverse"],
] as const;
const FAULTS = [
  ...["before", "sent", "answered", "twice", "twice", "twice"],
  ...["lost before", "lost sent", "lost answered"],
] as Fault[];

/** A plan that depends on its options alone. The first operations give every user some coins. */
export function planOperations(options: PlanOptions): Operation[] {
  const random = seeded(options.seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const rare = planRareFaults(options, below);
  const made: number[] = [];
  const sent: number[] = [];
  return Array.from({ length: options.operations }, (_, id): Operation => {
    const fault = rare.get(id) ?? (random() < 0.03 ? pick(FAULTS) : "none");
    const common = { id, fault, instance: below(options.instances) };
    const amount = drawAmount(random, pick);
    if (id < options.users) return { ...common, kind: "mint", user: `u${id}`, amount: "1000" };
    const kind = pick(KINDS);
    const [from, to] = drawPair(random, options.users);
    if (kind === "mint" || kind === "burn" || kind === "stake" || kind === "unstake") {
      return { ...common, kind, user: from, amount };
    }
    if (kind === "send" || kind === "create") {
      (kind === "send" ? sent : made).push(id);
      return { ...common, kind, from, to, amount };
    }
    // The newest are asked for more often than once, so that two meet over one transaction.
    const newest = (kind === "reverse" ? [...made.slice(-20), ...sent.slice(-20)] : made).slice(
      -40,
    );
    return { ...common, kind, of: newest.length === 0 ? 0 : pick(newest) };
  });
}

function planRareFaults(options: PlanOptions, below: (count: number) => number) {
  const faults = new Map<number, Fault>();
  const place = () => options.users + below(options.operations - options.users);
  for (let at = 0; at < options.crashes; at++) faults.set(place(), "crash");
  for (let at = 0; at < options.kills; at++) faults.set(place(), "kill");
  return faults;
}

/** A few users take part in most, so that they meet; now and then one that nobody knows. */
function drawPair(random: () => number, users: number): [from: string, to: string] {
  const from = Math.floor(random() ** 2 * users);
  const to = (from + 1 + Math.floor(random() ** 2 * (users - 1))) % users;
  const name = (user: number) => random() < 0.005 ? "nobody" : `u${user}`;
  const [one, other] = [name(from), name(to)];
  return one === other ? [`u${from}`, `u${to}`] : [one, other];
}

function drawAmount(random: () => number, pick: <T>(list: readonly T[]) => T): string {
  if (random() < 0.2) return toText(pick(AMOUNTS));
  return toText(BigInt(Math.floor(10 ** (6 + random() * 5))));
}
