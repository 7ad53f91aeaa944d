import { assert, assertEquals } from "@std/assert";
import { Decimal } from "decimal.js";
import { readContestScores, readPersonStakes, type StatedForecast } from "../../../db/mod.ts";
import { verifyContests } from "../../../jobs/verify_contests.ts";
import { settleContests } from "../../../jobs/settle_contests.ts";
import { gaussian, type Random, seededRandom } from "../../../ml/random.ts";
import { meanScore } from "../../../ml/scoring/mean_score.ts";
import {
  assertConserved,
  balances,
  CLOSES_MS,
  contestWorld,
  HOUR_MS,
  up,
} from "./contest_world.ts";

const DAY_MS = 24 * HOUR_MS;
const DAYS = 30;
/** Standard normal quantiles at 5, 25, 50, 75 and 95 %. */
const Z = [-1.645, -0.674, 0, 0.674, 1.645];
const SPREAD = 0.025;

/** What one day's price will do, as nature knows it. */
interface Day {
  readonly probabilityUp: number;
  readonly drift: number;
  /** Prices as factors of the reference: of the direction's round, and of the distribution's. */
  readonly rises: boolean;
  readonly move: number;
}

/** A day on which both kinds are drawn from one normal return. */
function drawDay(random: Random): Day {
  const drift = 0.02 * gaussian(random);
  const move = drift + SPREAD * gaussian(random);
  return { drift, move, rises: move > 0, probabilityUp: normalCdf(drift / SPREAD) };
}

/** Zelen & Severo 1964 (Abramowitz & Stegun 26.2.17), to 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

function distribution(drift: number, spread: number): StatedForecast {
  const at = (place: number) => 100 * Math.exp(drift + Z[place]! * spread);
  return { probabilityUp: null, quantiles: [at(0), at(1), at(2), at(3), at(4)] };
}

const clip = (value: number) => Math.min(0.99, Math.max(0.01, value));

Deno.test("over a season the truthful gains, the noisy loses, and no coin appears or vanishes", async () => {
  const random = seededRandom(20260310);
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("10000", "truthful", "noisy", "careful");
  await world.candle(CLOSES_MS, 100);
  for (let day = 0; day < DAYS; day++) {
    const drawn = drawDay(random);
    const closesMs = CLOSES_MS + day * DAY_MS;
    clock.nowMs = closesMs - HOUR_MS / 3;
    const amount = (10 + 20 * random()).toFixed(8);
    await world.place("truthful", amount, up(drawn.probabilityUp));
    await world.place("truthful", amount, distribution(drawn.drift, SPREAD));
    await world.place("noisy", "20", up(clip(drawn.probabilityUp + 0.4 * gaussian(random))));
    await world.place("noisy", "20", distribution(drawn.drift + 0.03 * gaussian(random), 0.01));
    await world.place("careful", "5", up(0.5));
    await world.place("careful", "5", distribution(0, 0.04));
    await world.candle(closesMs, 100);
    await world.candle(closesMs + DAY_MS, 100 * Math.exp(drawn.move));
    clock.nowMs = closesMs + DAY_MS + 60_000;
    assertEquals((await settleContests(world.context)).settled, 2);
    await assertConserved(db);
  }
  assertEquals(await verifyContests(db), { checked: 2 * DAYS });
  const held = await balances(db);
  const profit = (who: string) => new Decimal(held[who]![0]!).minus(10_000);
  assert(profit("truthful").gt(20), `truthful ${profit("truthful")}`);
  assert(profit("noisy").lt(-20), `noisy ${profit("noisy")}`);
  const sum = ["truthful", "noisy", "careful"].reduce(
    (all, who) => all.plus(profit(who)),
    new Decimal(0),
  );
  assertEquals(sum.toFixed(8), "0.00000000");

  const days = await readContestScores(db, { fromMs: CLOSES_MS });
  const score = (who: string) => {
    const own = days.filter((one) => one.userId === who);
    assertEquals(own.length, DAYS);
    return meanScore(own.map(({ rounds, score }) => ({ count: rounds, sum: score })))!;
  };
  assert(score("truthful").low! > score("noisy").mean);
  const mine = await readPersonStakes(db, { userId: "truthful", limit: 200 });
  const summed = mine.reduce(
    (all, { stake }) => all.plus(stake.payout!).minus(stake.amount),
    new Decimal(0),
  );
  assertEquals(summed.toFixed(8), profit("truthful").toFixed(8));
});
