import type { ReplayedTransfer } from "../../../ml/risk/replay_transfers.ts";
import { gaussian, type Random, seededRandom } from "../../../ml/random.ts";
import {
  DAY_MS,
  DAYS,
  FRAUD_KINDS,
  type FraudKind,
  HOUR_MS,
  type Person,
  pick,
  type Plan,
  START_MS,
} from "./people.ts";
import { plantFraud } from "./planted_fraud.ts";

/** A transfer of the simulated economy, with the truth about it. */
export interface SimulatedTransfer extends ReplayedTransfer {
  readonly fraud: FraudKind | null;
  /** The planted episode it belongs to. */
  readonly episode: number | null;
}

const PEOPLE = 300;

/** A seeded economy: people, shops, employers, and misuse planted among them. */
export function simulateEconomy(
  options: { readonly seed: number; readonly episodesOfAKind: number },
): SimulatedTransfer[] {
  const random = seededRandom(options.seed);
  const people = Array.from({ length: PEOPLE }, (_, at) => makePerson(at, random));
  for (const person of people) meetPeople(person, people, random);
  const plans = people.flatMap((person) => planLife(person, people, random));
  for (const kind of FRAUD_KINDS) {
    for (let count = 0; count < options.episodesOfAKind; count++) {
      const episode = plans.length;
      plans.push(...plantFraud(kind, people, random).map((plan) => ({ ...plan, episode })));
    }
  }
  return play(plans.sort((a, b) => a.atMs - b.atMs));
}

function makePerson(at: number, random: Random): Person {
  const dice = random();
  const kind = dice < 0.08 ? "shop" : dice < 0.11 ? "employer" : "person";
  const isLate = kind === "person" && random() < 0.2;
  const leaves = random() < 0.12 ? 10 + random() * 60 : DAYS + 1;
  return {
    id: `u${at}`,
    kind,
    sinceMs: START_MS + (isLate ? random() * DAYS * 0.9 : -random() * 200) * DAY_MS,
    usualLog: Math.log(20) + 0.9 * gaussian(random),
    rate: kind === "person" ? Math.exp(-0.9 + 0.9 * gaussian(random)) : 0.15,
    hour: 8 + random() * 13,
    hourSpread: 2 + random() * 2.5,
    contacts: [],
    away: [leaves, leaves + 25 + random() * 70],
    balance: kind === "employer" ? 400_000 : Math.exp(Math.log(1500) + 0.9 * gaussian(random)),
  };
}

function meetPeople(person: Person, people: readonly Person[], random: Random): void {
  const shops = people.filter((one) => one.kind === "shop");
  const others = people.filter((one) => one.kind === "person" && one !== person);
  const count = person.kind === "employer" ? 15 + random() * 30 : 3 + random() * 7;
  for (let at = 0; at < count; at++) person.contacts.push(pick(others, random));
  if (person.kind !== "person") return;
  for (let at = 0; at < 2 + random() * 4; at++) person.contacts.push(pick(shops, random));
}

function planLife(person: Person, people: readonly Person[], random: Random): Plan[] {
  const plans: Plan[] = person.kind === "employer" ? planWages(person, random) : [];
  for (let day = 0; day < DAYS; day++) {
    const isAway = day >= person.away[0] && day <= person.away[1];
    const opened = START_MS + day * DAY_MS >= person.sinceMs;
    if (isAway || !opened) continue;
    const count = poisson(person.rate * (random() < 0.05 ? 3 : 1), random);
    for (let at = 0; at < count; at++) plans.push(...planPayment(person, people, day, random));
  }
  return plans;
}

/** A month's wages go out within an hour, to the same people. */
function planWages(person: Person, random: Random): Plan[] {
  const firstDay = Math.floor(random() * 28);
  const wages = person.contacts.map(() => 400 + random() * 1200);
  return Array.from({ length: Math.ceil((DAYS - firstDay) / 30) }, (_, month) => {
    const atMs = START_MS + (firstDay + 30 * month) * DAY_MS + 9 * HOUR_MS;
    return person.contacts.map((to, at) => ({
      ...{ from: person, to, amount: wages[at]! },
      atMs: atMs + random() * HOUR_MS,
    }));
  }).flat();
}

function planPayment(
  person: Person,
  people: readonly Person[],
  day: number,
  random: Random,
): Plan[] {
  const atMs = START_MS + day * DAY_MS +
    (person.hour + person.hourSpread * gaussian(random)) * HOUR_MS;
  const isNew = random() < 0.08;
  const to = isNew ? pick(people, random) : pick(person.contacts, random);
  if (to === person) return [];
  if (isNew && random() < 0.4) person.contacts.push(to);
  // A car, a deposit, a friend in need: honest, and as large as a theft.
  if (random() < 0.004) {
    return [{ atMs, from: person, to, amount: (balance) => balance * (0.4 + 0.5 * random()) }];
  }
  const amount = priceOf(person, random);
  const payment = { atMs, from: person, to, amount };
  if (to.kind !== "person" || random() > 0.05) return [payment];
  // Half a bill, or a loan, comes back.
  const share = random() < 0.4 ? 1 : 0.2 + 0.7 * random();
  const back = { from: to, to: person, amount: amount * share };
  return [payment, { ...back, atMs: atMs + (0.1 + 4 * random()) * DAY_MS }];
}

function priceOf(person: Person, random: Random): number {
  const dice = random();
  if (dice < 0.01) return pick([950, 990, 999], random);
  const large = dice < 0.04 ? 4 + 12 * random() : 1;
  return large * Math.exp(person.usualLog + 0.7 * gaussian(random));
}

function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count++;
    product *= random();
  }
  return count;
}

/** What cannot be paid is not sent. */
function play(plans: readonly Plan[]): SimulatedTransfer[] {
  const transfers: SimulatedTransfer[] = [];
  for (const { atMs, from, to, amount: wanted, fraud, episode } of plans) {
    const amount = cents(typeof wanted === "number" ? wanted : wanted(from.balance));
    if (amount < 0.01 || amount > from.balance || atMs < from.sinceMs) continue;
    transfers.push({
      ...{ fromUser: from.id, toUser: to.id, amount, atMs, balance: from.balance },
      senderSinceMs: from.sinceMs,
      // An account is opened by what it receives first, at the latest.
      recipientSinceMs: to.sinceMs <= atMs ? to.sinceMs : null,
      fraud: fraud ?? null,
      episode: fraud === undefined ? null : episode ?? null,
    });
    from.balance -= amount;
    to.balance += amount;
  }
  return transfers;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
