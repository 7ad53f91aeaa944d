import { assertEquals } from "@std/assert";
import {
  evaluationFinding,
  intervalWords,
  metricText,
} from "../../web/features/evaluation/metric_words.ts";
import {
  calibrationPicture,
  coveragePicture,
  icPicture,
  topPicture,
} from "../../web/features/evaluation/pictures.ts";
import { PALETTE } from "./charts_samples.ts";
import { sampleEvaluation } from "./evaluation_sample.ts";

const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
const evaluation = sampleEvaluation();

Deno.test("the finding claims no more than the intervals allow", () => {
  assertEquals(
    plain(evaluationFinding(evaluation, "lstm")),
    "On data it had not seen, the LSTM network was better than the naive forecast; its direction " +
      "was right 51.2 % of the time, no better than a coin flip, and 89 % of outcomes fell in its " +
      "90 % range.",
  );
  const wide = { pinball_skill: { value: 0.004, low: -0.01, high: 0.02 } };
  assertEquals(
    evaluationFinding(sampleEvaluation({ summary: { lstm: wide } }), "lstm"),
    "On data it had not seen, the LSTM network cannot be told apart from the naive forecast.",
  );
  const worse = { pinball_skill: { value: -0.01, low: -0.02, high: -0.001 } };
  assertEquals(
    evaluationFinding(sampleEvaluation({ summary: { lstm: worse } }), "lstm"),
    "On data it had not seen, the LSTM network was worse than the naive forecast.",
  );
});

Deno.test("a metric that cannot be told has a dash and no interval", () => {
  const unknown = { value: null, low: null, high: null };
  const print = (value: number) => value.toFixed(2);
  assertEquals([metricText(unknown, print), intervalWords(unknown, print)], ["–", null]);
  const known = { value: 0.5, low: 0.4, high: 0.6 };
  assertEquals([metricText(known, print), intervalWords(known, print)], ["0.50", "0.40 to 0.60"]);
});

Deno.test("every picture of an evaluation states what it shows", () => {
  const titles = [calibrationPicture, coveragePicture, icPicture, topPicture]
    .map((picture) => plain(picture(evaluation, "lstm")?.title));
  assertEquals(titles, [
    "Where it was 56 % sure, it was right 58 % of the time",
    "In its worst month, September 2026, 86 % of outcomes fell in the 90 % range",
    "The daily rank IC averages 0.020 over 2 days",
    "The top 10 ended +4.0 %, the universe +2.0 %; random lists did as well",
  ]);
  const drawn = icPicture(evaluation, "lstm")?.figure(PALETTE).data ?? [];
  assertEquals(drawn.map((trace) => trace["name"]), ["Each day", "Mean of 90 days"]);
});

Deno.test("a model that is never sure is said to know nothing of the direction", () => {
  const points = [0.5, 0.503].map((stated) => ({ stated, observed: 0.49, forecasts: 100 }));
  const unsure = sampleEvaluation({ calibration_curve: { lstm: points } });
  assertEquals(
    plain(calibrationPicture(unsure, "lstm")?.title),
    "It was never more than 50 % sure: it knows nothing of the direction, and says so",
  );
});

Deno.test("a model without figures of a kind has no such picture", () => {
  const pictures = [calibrationPicture, coveragePicture, icPicture, topPicture];
  assertEquals(pictures.map((picture) => picture(evaluation, "zero")), [null, null, null, null]);
});
