/** `deno task train`: trains a model now. */
import { parseArgs } from "node:util";
import type { JobContext } from "../context.ts";
import { type RetrainInput, retrainModel } from "../retrain_model.ts";
import { aliveRun, runClaimed } from "../run_claimed.ts";
import { runTask, type Task, UsageError } from "./run_task.ts";

const HELP =
  `Trains a model on the stored candles, compares it with the naive forecast and with the present
champion on hours it has not seen, exports it to ONNX and registers it. It is promoted only if it is
no worse than both; the reason is told and stored either way.

Usage: deno task train [--model lstm|gru] [--epochs N] [--quick]

  --model NAME   lstm or gru (default MODEL_TYPE)
  --epochs N     passes over the training data at most
  --quick        a small network, half a minute: shows that everything works, not how well
  --help         this text

Settings come from the environment; deno task start --help lists them.`;

const task: Task<RetrainInput> = {
  name: "train",
  help: HELP,
  parse(args) {
    const { values } = parseArgs({
      args,
      options: {
        model: { type: "string" },
        epochs: { type: "string" },
        quick: { type: "boolean", default: false },
      },
    });
    return {
      ...(values.model !== undefined && { type: parseModel(values.model) }),
      ...(values.epochs !== undefined && { epochs: parseEpochs(values.epochs) }),
      quick: values.quick,
    };
  },
  async run(context, input, report) {
    await waitForDeadTraining(context);
    const outcome = await runClaimed(
      context,
      { job: "train", slotMs: context.now() },
      (store) =>
        retrainModel(context, input, (progress) => {
          store(progress);
          report(progress);
        }),
    );
    if (outcome.status === "taken") {
      throw new Error("Another training is running; wait for it to end.");
    }
    if (!outcome.result) throw new Error(outcome.error ?? "The training failed.");
    const { modelId, decision, seconds, engine } = outcome.result;
    return `${modelId}, trained in ${seconds.toFixed(0)} s by ${engine}. ${decision}`;
  },
};

/** A killed training keeps its claim until its lease has lapsed, which is seconds. */
async function waitForDeadTraining(context: JobContext): Promise<void> {
  const run = await aliveRun(context, "train");
  if (run === null) return;
  await new Promise((resolve) => setTimeout(resolve, run.leaseUntilMs - context.now() + 200));
}

function parseModel(text: string): "LSTM" | "GRU" {
  const name = text.toUpperCase();
  if (name === "LSTM" || name === "GRU") return name;
  throw new UsageError(`--model "${text}" is neither lstm nor gru.`);
}

function parseEpochs(text: string): number {
  const epochs = Number(text);
  if (/^\d+$/.test(text) && epochs >= 1 && epochs <= 1000) return epochs;
  throw new UsageError(`--epochs "${text}" is not a number from 1 to 1000.`);
}

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
