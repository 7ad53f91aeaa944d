/** `deno task predict`: publishes forecasts now. */
import { parseArgs } from "node:util";
import { classifyMarketTendency } from "../classify_tendency.ts";
import { publishForecasts } from "../publish_predictions.ts";
import { runClaimed } from "../run_claimed.ts";
import { sharedNow } from "../shared_clock.ts";
import { runTask, type Task } from "./run_task.ts";

const HELP =
  `Publishes forecasts of every coin from the newest stored candles, and the market's tendency. The
champion model forecasts; where its file cannot be used, the one before it; else the naive forecast.

Usage: deno task predict

  --help  this text

Settings come from the environment; deno task start --help lists them.`;

const task: Task<null> = {
  name: "predict",
  help: HELP,
  parse(args) {
    parseArgs({ args, options: {} });
    return null;
  },
  async run(context, _input, report) {
    const outcome = await runClaimed(
      context,
      { job: "publish", slotMs: await sharedNow(context), asked: true },
      (store, own) =>
        publishForecasts(own, {}, (progress) => {
          store(progress);
          report(progress);
        }),
    );
    if (!outcome.result) throw new Error(outcome.error ?? "Forecasts are being published already.");
    const { madeAtMs, coins, modelId, created, reason } = outcome.result;
    if (madeAtMs === null) throw new Error(`Nothing to forecast: ${reason} Run deno task collect.`);
    const tendency = await classifyMarketTendency(context);
    const made = new Date(madeAtMs).toISOString().slice(0, 16);
    const by = modelId ?? "the naive forecast";
    return [
      created
        ? `Forecasts of ${coins} coins from ${made}Z published, by ${by}.`
        : `The forecasts from ${made}Z by ${by} were published before.`,
      ...(reason ? [reason] : []),
      ...(tendency ? [`The market is ${tendency.tendency}: ${tendency.explanation}`] : []),
    ].join("\n");
  },
};

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
