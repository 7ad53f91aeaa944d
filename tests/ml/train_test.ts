import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fromFileUrl, toFileUrl } from "@std/path";
import { manifestSchema, whyNotServable } from "../../ml/manifest.ts";
import { runTraining } from "../../ml/run_training.ts";
import { HOUR_MS } from "../../ml/series.ts";
import { trainForecaster, type TrainingProgress } from "../../ml/train.ts";
import { decodeFrames, encodeFrame } from "../../ml/frames.ts";
import { smallMarket, smallTraining } from "./market.ts";

for (const type of ["LSTM", "GRU"] as const) {
  Deno.test(`${type} training gives a model that agrees with tf.js and a full manifest`, async () => {
    const { onnx, manifest, report } = await trainForecaster(
      smallMarket(),
      smallTraining({ type }),
    );
    assertEquals(manifestSchema.parse(JSON.parse(JSON.stringify(manifest))), manifest);
    assertEquals(whyNotServable(manifest), null);
    assert(onnx.length > 4 * 1000);
    assert(report.agreement <= 1e-4);
    assertEquals(manifest.coins, ["BTC", "ETH", "SOL"]);
    for (const figure of Object.values(report.validation)) assert(Number.isFinite(figure));
    assert(report.validation.coverage90 > 0.5);
  });
}

Deno.test("the same seed and data give the same model, another seed another", async () => {
  const one = await trainForecaster(smallMarket(), smallTraining());
  const same = await trainForecaster(smallMarket(), smallTraining());
  const other = await trainForecaster(smallMarket(), smallTraining({ seed: 8 }));
  assertEquals(same.manifest.sha256, one.manifest.sha256);
  assertNotEquals(other.manifest.sha256, one.manifest.sha256);
});

Deno.test("no held-back hour lies in an earlier block's inputs or labels", async () => {
  const { manifest } = await trainForecaster(smallMarket(), smallTraining({ epochs: 1 }));
  const { train, stop, calibrate, report } = manifest.blocks;
  assert(stop.fromMs - train.toMs >= (24 + 6) * HOUR_MS);
  assert(calibrate.fromMs - stop.toMs >= 6 * HOUR_MS);
  assert(report.fromMs - calibrate.toMs >= 6 * HOUR_MS);
});

Deno.test("a time budget ends training, whatever the epochs", async () => {
  const options = smallTraining({ epochs: 1000, patience: 1000, budgetMs: 6000 });
  const { report } = await trainForecaster(smallMarket(), options);
  assertEquals(report.stoppedBecause, "budget");
  assert(report.seconds < 8, `took ${report.seconds} s`);
  assert(report.steps > 20);
});

Deno.test("training stops when validation no longer improves", async () => {
  const options = smallTraining({ epochs: 500, patience: 2, learningRate: 0.05 });
  const { report } = await trainForecaster(smallMarket(), options);
  assertEquals(report.stoppedBecause, "no improvement");
});

Deno.test("a history that is too short is refused in plain words", async () => {
  await assertRejects(
    () => trainForecaster(smallMarket(300), smallTraining()),
    RangeError,
    "too short",
  );
  await assertRejects(() => trainForecaster([], smallTraining()), RangeError, "no candles");
});

Deno.test("an option out of range is named", async () => {
  await assertRejects(
    () => trainForecaster(smallMarket(), smallTraining({ dropout: 1 })),
    Error,
    'Training option "dropout"',
  );
});

Deno.test("an interrupted training ends with the very model of one that was not", async () => {
  const controller = new AbortController();
  const checkpoints: Uint8Array[] = [];
  const options = smallTraining({ epochs: 10, patience: 1000, checkpointEveryMs: 200 });
  await assertRejects(() =>
    runTraining(smallMarket(), options, {
      signal: controller.signal,
      onCheckpoint(bytes) {
        checkpoints.push(bytes);
        controller.abort(new Error("stopped by the test"));
      },
    }), "stopped by the test");
  const checkpoint = checkpoints[0]!;
  const { report, manifest } = await trainForecaster(smallMarket(), options, {
    resumeFrom: checkpoint,
  });
  assertEquals(report.resumed, true);
  const whole = await trainForecaster(smallMarket(), options);
  assertEquals(whole.report.resumed, false);
  assertEquals(manifest.sha256, whole.manifest.sha256, "as if it had never been interrupted");
  const { report: garbled } = await trainForecaster(
    smallMarket(),
    smallTraining({ epochs: 1 }),
    { resumeFrom: checkpoint.slice(0, 500) },
  );
  assertEquals(garbled.resumed, false);
});

Deno.test("a training in its process leaves the event loop free and reports each second", async () => {
  const seen: TrainingProgress[] = [];
  let longestMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 5);
  const options = smallTraining({ epochs: 1000, patience: 10_000, units: 32 });
  const controller = new AbortController();
  const isTraining = ({ phase }: TrainingProgress) => phase === "training";
  await assertRejects(() =>
    runTraining(smallMarket(), options, {
      signal: controller.signal,
      onProgress(progress) {
        seen.push(progress);
        if (seen.filter(isTraining).length === 3) controller.abort(new Error("seen enough"));
      },
    }), "seen enough");
  clearInterval(timer);
  assert(longestMs < 250, `the event loop stood still for ${longestMs} ms`);
  assertEquals(seen[0]!.phase, "preparing");
  for (const progress of seen.filter(isTraining)) {
    const { loss, validationLoss, naiveLoss, secondsLeft, stepsPerSecond } = progress;
    for (const figure of [loss, validationLoss, naiveLoss, secondsLeft, stepsPerSecond]) {
      assert(Number.isFinite(figure));
    }
  }
});

Deno.test("the phases are told in their order", async () => {
  const phases: string[] = [];
  await trainForecaster(smallMarket(), smallTraining({ epochs: 1 }), {
    onProgress: ({ phase }) => void phases.push(phase),
  });
  const others = phases.filter((phase) => phase !== "training");
  assertEquals(others, ["preparing", "evaluating", "exporting"]);
});

Deno.test("a training that fails in its process rejects with its message", async () => {
  await assertRejects(() => runTraining(smallMarket(300), smallTraining()), Error, "too short");
});

Deno.test("a training process that dies is told with how it ended and what it said", async () => {
  const folder = await Deno.makeTempDir();
  await using _removed = { [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
  const dying = async (name: string, text: string) => {
    await Deno.writeTextFile(`${folder}/${name}.ts`, text);
    const entry = toFileUrl(`${folder}/${name}.ts`);
    return await assertRejects(() => runTraining(smallMarket(), smallTraining(), { entry }), Error);
  };
  const thrown = await dying("thrown", "throw new Error('no library')");
  assertStringIncludes(thrown.message, "ended with code 1. ");
  assertStringIncludes(thrown.message, "no library");
  assertEquals(
    await dying("silent", "").then(({ message }) => message),
    "The training process ended with code 0.",
  );
});

Deno.test("a training process whose starter is gone ends in the middle of it", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      fromFileUrl(import.meta.resolve("../../ml/train_process.ts")),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const replies = decodeFrames(child.stdout);
  const options = smallTraining({ epochs: 1000, patience: 10_000 });
  const writer = child.stdin.getWriter();
  await writer.write(encodeFrame({ options, resumeFrom: undefined, coins: smallMarket().length }));
  for (const coin of smallMarket()) await writer.write(encodeFrame(coin));
  await replies.next();
  await writer.close();
  assertEquals((await child.status).code, 1);
  await replies.return();
});
