import { readDailyOutcomes } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { COST_BP, type FollowedLists, followLists, RANDOM_LISTS, SEED } from "./follow_lists.ts";
import { readShared } from "./record_cache.ts";
import type { FollowTop20 } from "./schema.ts";

const DAY_MS = 86_400_000;

/** "If you had followed the top 20": after costs, beside holding all coins and random lists. */
export async function followTop20(
  app: App,
  input: { readonly days: number },
): Promise<FollowTop20> {
  return await readShared(app, `follow ${input.days}`, () => read(app, input.days));
}

async function read(app: App, days: number): Promise<FollowTop20> {
  const outcomes = await readDailyOutcomes(app.db, {
    fromMs: app.now() - days * DAY_MS,
    horizonHours: app.config.predictionHorizonHours,
    of: "model",
  });
  const followed = await followLists(outcomes);
  const points = followed.madeAtMs.map((madeAtMs, day) => toPoint(followed, madeAtMs, day));
  const summary = summarise(followed, points.at(-1));
  return {
    list_size: followed.listSize,
    cost_bp_a_side: COST_BP,
    random_lists: RANDOM_LISTS,
    seed: SEED,
    days: points.length,
    points,
    summary,
    words: say(followed, summary),
    simulated: await app.simulated(),
  };
}

type Point = FollowTop20["points"][number];

function toPoint({ top, universe, random }: FollowedLists, madeAtMs: number, day: number): Point {
  const worths = random.map((list) => list[day]!).sort((a, b) => a - b);
  const at = (level: number) => worths[Math.round(level * (worths.length - 1))]!;
  return {
    date: new Date(madeAtMs).toISOString().slice(0, 10),
    top: top[day]!,
    universe: universe[day]!,
    random_low: at(0.05),
    random_median: at(0.5),
    random_high: at(0.95),
  };
}

function summarise({ random }: FollowedLists, last: Point | undefined): FollowTop20["summary"] {
  if (last === undefined) return null;
  const percent = (worth: number) => (worth - 1) * 100;
  const below = random.filter((list) => list.at(-1)! < last.top).length;
  return {
    top_percent: percent(last.top),
    universe_percent: percent(last.universe),
    excess_percent: percent(last.top) - percent(last.universe),
    random_low_percent: percent(last.random_low),
    random_high_percent: percent(last.random_high),
    share_of_random_below: below / random.length,
  };
}

function say({ listSize, top }: FollowedLists, summary: FollowTop20["summary"]): string {
  if (summary === null) return "No day of a model's forecasts has come due yet.";
  const percent = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)} %`;
  const below = Math.round(summary.share_of_random_below * 100);
  return `The top ${listSize} of each of ${top.length} days, after ${COST_BP} bp a side: ` +
    `${percent(summary.top_percent)}; holding every coin: ${percent(summary.universe_percent)}; ` +
    `${below} % of ${RANDOM_LISTS} random lists did worse.`;
}
