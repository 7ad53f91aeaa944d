/** `deno task evaluate`: how good the network is, beside the baselines. */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { FORECAST_COLUMNS, toCsvLine } from "../../ml/evaluate/forecast_csv.ts";
import type { FoldScheme } from "../../ml/evaluate/folds.ts";
import { type EvaluateInput, evaluateModels, type EvaluationOutcome } from "../evaluate_models.ts";
import { describeEvaluation } from "./evaluation_table.ts";
import { parseDate, runTask, type Task, UsageError } from "./run_task.ts";

const HELP = `Judges the network and eight baselines by walking forward through the stored candles:
train on what lies before, leave out the purge and the embargo, forecast the block that follows.
The report is printed, stored, and shown on the Evaluation page. Nothing that is served changes.

Usage: deno task evaluate [--from DATE] [--to DATE] [--model lstm|gru] [--quick] [--seed N]
                          [--sliding] [--json FILE] [--predictions FILE.csv]

  --from, --to DATE       candles to look at, for instance 2022-01-01 (default: all)
  --model NAME            lstm or gru (default MODEL_TYPE)
  --quick                 a small network and two folds: shows that everything works, not how well
  --seed N                start weights, batches, held-out coins, resampling (default 1)
  --sliding               train each fold on a block as long as the first one's; by default on all
                          that lies before, as the model that is served does
  --json FILE             the report as JSON
  --predictions FILE.csv  each 24 h test forecast of each model
  --help                  this text

Settings come from the environment; deno task start --help lists them.`;

interface Arguments extends EvaluateInput {
  readonly jsonFile?: string | undefined;
  readonly predictionsFile?: string | undefined;
}

const task: Task<Arguments> = {
  name: "evaluate",
  help: HELP,
  parse(args) {
    const { values } = parseArgs({
      args,
      options: {
        from: { type: "string" },
        to: { type: "string" },
        model: { type: "string" },
        quick: { type: "boolean", default: false },
        seed: { type: "string", default: "1" },
        sliding: { type: "boolean", default: false },
        json: { type: "string" },
        predictions: { type: "string" },
      },
    });
    const fromMs = parseDate("from", values.from);
    const toMs = parseDate("to", values.to, true);
    if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
      throw new UsageError("--from is not before --to.");
    }
    return {
      fromMs,
      toMs,
      type: values.model === undefined ? undefined : parseModel(values.model),
      quick: values.quick,
      seed: parseSeed(values.seed),
      scheme: (values.sliding ? "sliding" : "expanding") satisfies FoldScheme,
      jsonFile: values.json,
      predictionsFile: values.predictions,
    };
  },
  async run(context, input, report) {
    // Before the work and not after it: minutes would be lost.
    for (const file of [input.jsonFile, input.predictionsFile]) await checkFolder(file);
    const outcome = await evaluateModels(context, input, report);
    const { jsonFile, predictionsFile } = input;
    if (jsonFile !== undefined) await writeJson(jsonFile, outcome);
    if (predictionsFile !== undefined) await writePredictions(predictionsFile, outcome);
    return describeEvaluation(outcome.report);
  },
};

function parseModel(text: string): "LSTM" | "GRU" {
  const name = text.toUpperCase();
  if (name === "LSTM" || name === "GRU") return name;
  throw new UsageError(`--model "${text}" is neither lstm nor gru.`);
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d{1,9}$/.test(text)) return seed;
  throw new UsageError(`--seed "${text}" is not a whole number of at most nine digits.`);
}

async function checkFolder(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const folder = dirname(file);
  const isFolder = await Deno.stat(folder).then((info) => info.isDirectory, () => false);
  if (!isFolder) throw new Error(`There is no folder "${folder}" to write ${file} to.`);
}

async function writeJson(path: string, { report }: EvaluationOutcome): Promise<void> {
  await Deno.writeTextFile(path, `${JSON.stringify(report, null, 2)}\n`);
}

/** Model by model: all of it in one string would be hundreds of megabytes. */
async function writePredictions(path: string, { forecasts }: EvaluationOutcome): Promise<void> {
  await Deno.writeTextFile(path, `${FORECAST_COLUMNS}\n`);
  for (const rows of forecasts.values()) {
    await Deno.writeTextFile(path, `${rows.map(toCsvLine).join("\n")}\n`, { append: true });
  }
}

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
