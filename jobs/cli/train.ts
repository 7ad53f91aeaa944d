/** `deno task train`: trains a model now. */
import { parseArgs } from "node:util";
import type { JobContext, ReportProgress } from "../context.ts";
import { type RetrainInput, retrainModel } from "../retrain_model.ts";
import { rollBackAndPublish } from "../rollback_model.ts";
import { aliveRun, runClaimed } from "../run_claimed.ts";
import { sharedNow } from "../shared_clock.ts";
import { runTask, type Task, UsageError } from "./run_task.ts";

const HELP =
  `Trains a model on the stored candles, compares it with the naive forecast and with the present
champion on hours it has not seen, exports it to ONNX and registers it. It is promoted only if it is
no worse than both; the reason is told and stored either way.

Usage: deno task train [--model lstm|gru] [--epochs N] [--quick]
       deno task train --rollback [MODEL_ID]

  --model NAME   lstm or gru (default MODEL_TYPE)
  --epochs N     passes over the training data at most
  --quick        a small network, half a minute: shows that everything works, not how well
  --rollback     makes the champion before the present one champion again, or the former champion
                 that is named, and publishes its forecasts; nothing is trained
  --help         this text

Settings come from the environment; deno task start --help lists them.`;

/** What to train, or where to roll back to. */
type Arguments =
  | { readonly kind: "train"; readonly input: RetrainInput }
  | { readonly kind: "rollback"; readonly input: { readonly modelId?: string } };

const task: Task<Arguments> = {
  name: "train",
  help: HELP,
  parse(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        rollback: { type: "boolean", default: false },
        model: { type: "string" },
        epochs: { type: "string" },
        quick: { type: "boolean", default: false },
      },
    });
    if (values.rollback) return parseRollback(values, positionals);
    if (positionals.length > 0) {
      throw new UsageError(`"${positionals[0]}" is not understood.`);
    }
    const input = {
      ...(values.model !== undefined && { type: parseModel(values.model) }),
      ...(values.epochs !== undefined && { epochs: parseEpochs(values.epochs) }),
      quick: values.quick,
    };
    return { kind: "train", input };
  },
  run: (context, { kind, input }, report) =>
    kind === "train" ? train(context, input, report) : rollBack(context, input),
};

async function train(
  context: JobContext,
  input: RetrainInput,
  report: ReportProgress,
): Promise<string> {
  await waitForDeadTraining(context);
  const outcome = await runClaimed(
    context,
    { job: "train", slotMs: await sharedNow(context), asked: true },
    (store, own) =>
      retrainModel(own, input, (progress) => {
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
}

async function rollBack(context: JobContext, input: { modelId?: string }): Promise<string> {
  const { championId, decision } = await rollBackAndPublish(context, input);
  return `${championId} is champion again. ${decision}`;
}

function parseRollback(
  values: { readonly model?: string; readonly epochs?: string; readonly quick: boolean },
  positionals: readonly string[],
): Arguments {
  const [modelId, more] = positionals;
  if (more !== undefined) throw new UsageError(`--rollback takes one model, not "${more}" too.`);
  if (values.model !== undefined || values.epochs !== undefined || values.quick) {
    throw new UsageError("--rollback trains nothing: leave the other options out.");
  }
  return { kind: "rollback", input: modelId === undefined ? {} : { modelId } };
}

/**
 * A killed training keeps its claim until its lease has lapsed, which is seconds; one that renews its lease is
 * alive, and there is nothing to wait for.
 */
async function waitForDeadTraining(context: JobContext): Promise<void> {
  const first = await aliveRun(context, "train");
  let run = first;
  while (first !== null && run !== null && run.leaseUntilMs <= first.leaseUntilMs) {
    context.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 300));
    run = await aliveRun(context, "train");
  }
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
