import type { Random } from "../../../ml/random.ts";
import {
  DAY_MS,
  DAYS,
  FIRST_FRAUD_DAY,
  type FraudKind,
  HOUR_MS,
  makeStranger,
  type Person,
  pick,
  type Plan,
  START_MS,
} from "./people.ts";

const MINUTE_MS = HOUR_MS / 60;

/** One episode of misuse; every transfer of it is labelled, its first and innocent-looking ones too. */
export function plantFraud(kind: FraudKind, people: readonly Person[], random: Random): Plan[] {
  const lastDay = DAYS - 6;
  const day = FIRST_FRAUD_DAY + random() * (lastDay - FIRST_FRAUD_DAY);
  const startMs = START_MS + day * DAY_MS;
  const plans = PLANTERS[kind]({ startMs, people, random });
  return plans.map((plan) => ({ ...plan, fraud: kind }));
}

interface Scene {
  readonly startMs: number;
  readonly people: readonly Person[];
  readonly random: Random;
}

const PLANTERS: Readonly<Record<FraudKind, (scene: Scene) => Plan[]>> = {
  takeover: plantTakeover,
  mule: plantMule,
  wash: plantWash,
  structuring: plantStructuring,
  burst: plantBurst,
  "wake-up": plantWakeUp,
};

/** Someone with coins and a history. */
function victimOf({ people, random, startMs }: Scene): Person {
  const able = people.filter((one) => one.kind === "person" && one.sinceMs < startMs - 20 * DAY_MS);
  return pick(able, random);
}

function strangerOf({ random, startMs }: Scene, name: string): Person {
  const id = `${name}${Math.floor(random() * 1e9)}`;
  return makeStranger(id, startMs - random() ** 2 * 40 * DAY_MS);
}

/** An account is emptied to a new one, in one to four pieces within some hours. */
function plantTakeover(scene: Scene): Plan[] {
  const { random, startMs } = scene;
  const from = victimOf(scene);
  const to = strangerOf(scene, "thief");
  const pieces = 1 + Math.floor(random() * 4);
  return Array.from({ length: pieces }, (_, at) => {
    const share = 0.5 + 0.48 * random();
    const amount = (balance: number) => balance * share;
    return { from, to, amount, atMs: startMs + at * (2 + 58 * random()) * MINUTE_MS };
  });
}

/** Many pay one account within a day, which passes it on. */
function plantMule(scene: Scene): Plan[] {
  const { random, startMs, people } = scene;
  const mule = strangerOf(scene, "mule");
  const boss = strangerOf(scene, "boss");
  const victims = 6 + Math.floor(random() * 12);
  const receipts = Array.from({ length: victims }, () => ({
    from: pick(people, random),
    to: mule,
    amount: 30 + 200 * random(),
    atMs: startMs + random() * 18 * HOUR_MS,
  }));
  const passes = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => {
    const amount = (balance: number) => balance * (0.6 + 0.38 * random());
    return { from: mule, to: boss, amount, atMs: startMs + (19 + at) * HOUR_MS };
  });
  return [...receipts, ...passes];
}

/** The same amount goes in a circle of two or three, to look like trade. */
function plantWash(scene: Scene): Plan[] {
  const { random, startMs } = scene;
  const ring = Array.from({ length: random() < 0.5 ? 2 : 3 }, () => victimOf(scene));
  if (new Set(ring).size < ring.length) return plantWash(scene);
  const amount = 50 + 400 * random();
  const rounds = 2 + Math.floor(random() * 4);
  return Array.from({ length: rounds * ring.length }, (_, at) => ({
    from: ring[at % ring.length]!,
    to: ring[(at + 1) % ring.length]!,
    amount: amount * (0.97 + 0.06 * random()),
    atMs: startMs + at * (0.5 + 2 * random()) * HOUR_MS,
  })).sort((a, b) => a.atMs - b.atMs);
}

/** A large sum leaves in pieces just under a limit. */
function plantStructuring(scene: Scene): Plan[] {
  const { random, startMs } = scene;
  const source = strangerOf(scene, "layer");
  source.balance = 30_000 + 30_000 * random();
  const receivers = Array.from({ length: 4 }, () => strangerOf(scene, "smurf"));
  const limit = random() < 0.7 ? 1000 : 10_000;
  const pieces = 4 + Math.floor(random() * 8);
  return Array.from({ length: pieces }, () => ({
    from: source,
    to: random() < 0.2 ? victimOf(scene) : pick(receivers, random),
    amount: limit * (0.91 + 0.085 * random()),
    atMs: startMs + random() * 20 * HOUR_MS,
  }));
}

/** A script sends small amounts, one after the other. */
function plantBurst(scene: Scene): Plan[] {
  const { random, startMs, people } = scene;
  const from = victimOf(scene);
  const count = 12 + Math.floor(random() * 25);
  return Array.from({ length: count }, () => ({
    from,
    to: pick(people, random),
    amount: 1 + 15 * random(),
    atMs: startMs + random() * 50 * MINUTE_MS,
  })).filter((plan) => plan.to !== from);
}

/** An account that was still for long sends most of what it has. */
function plantWakeUp(scene: Scene): Plan[] {
  const { random, people } = scene;
  const sleepers = people.filter((one) => one.kind === "person" && one.away[0] < DAYS - 40);
  const from = pick(sleepers, random);
  const startMs = START_MS + (from.away[0] + 22 + random() * 10) * DAY_MS;
  const to = strangerOf({ ...scene, startMs }, "waker");
  return Array.from({ length: 1 + Math.floor(random() * 2) }, (_, at) => {
    const share = 0.6 + 0.39 * random();
    const amount = (balance: number) => balance * share;
    return { from, to, amount, atMs: startMs + at * HOUR_MS * random() };
  });
}
