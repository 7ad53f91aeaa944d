import { assertEquals } from "@std/assert";
import { lossFigure } from "../../web/charts/loss_figure.ts";
import {
  againstNaive,
  modelsFinding,
  trainingFinding,
} from "../../web/features/models/model_words.ts";
import { PALETTE } from "./charts_samples.ts";
import { sampleModel, sampleModels, sampleTraining } from "./model_sample.ts";

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

Deno.test("a model's loss is told against that of the naive forecast", () => {
  const { figures } = sampleModel();
  const words = (pinball: number | null, naive_pinball: number | null = 0.23) =>
    plain(againstNaive(sampleModel({ figures: { ...figures, pinball, naive_pinball } })));
  assertEquals(words(0.228), "0.9 % better than naive");
  assertEquals(words(0.24), "4.3 % worse than naive");
  assertEquals(words(0.23), "as good as naive");
  assertEquals([words(null), words(0.23, null)], [null, null]);
});

Deno.test("the finding names the model in service, or says that there is none", () => {
  const other = sampleModel({ id: "gru-1", type: "GRU", status: "rejected" });
  assertEquals(
    plain(modelsFinding(sampleModels([other, sampleModel()], "lstm-1"))),
    "The LSTM of 14 Nov 2026, 02:00 UTC is in service: on 20 held-back days its loss was " +
      "0.9 % better than naive.",
  );
  assertEquals(
    modelsFinding(sampleModels([other], null)),
    "No trained model is in service: the naive forecast is published and says so.",
  );
});

Deno.test("a training tells the time left, an idle one when the next is due", () => {
  const words = (change: Parameters<typeof sampleTraining>[0]) =>
    trainingFinding(sampleTraining(change));
  assertEquals(words({ state: "running", seconds_left: 80 }), "1 min 20 s of training left");
  assertEquals(words({ state: "running" }), "A model is being trained");
  assertEquals(words({}), "No training is under way");
  assertEquals(
    words({ state: "done", next_training_at: "2026-11-22T02:00:00.000Z" }),
    "The next training is due on 22 Nov 2026, 02:00 UTC",
  );
});

Deno.test("the course of the loss stands against the naive level, where that is known", () => {
  const curve = [{ step: 0, loss: 0.3 }, { step: 20, loss: 0.22 }];
  const labels = (naive: number | null) =>
    (lossFigure(curve, naive, PALETTE).layout["annotations"] as { text: string; y: number }[])
      .map((label) => [label.text, label.y]);
  assertEquals(labels(0.23), [["Loss", 0.22], ["Naive", 0.23]]);
  assertEquals(labels(null), [["Loss", 0.22]]);
});
