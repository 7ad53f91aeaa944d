import { assertEquals } from "@std/assert";
import { createProgressLine, describeProgress } from "../../../jobs/cli/progress_line.ts";

const PROGRESS = {
  done: 12_000,
  total: 50_000,
  unit: "candles",
  ratePerSecond: 18_300,
  secondsLeft: 2.08,
  message: "Collecting candles of BTC",
};

Deno.test("progress tells what, how much, how fast and how long still", () => {
  assertEquals(
    describeProgress(PROGRESS),
    "Collecting candles of BTC: 12,000 of 50,000 candles (24 %), 18,300/s, 3 s left",
  );
});

Deno.test("a training's loss stands beside the naive one", () => {
  const training = { ...PROGRESS, unit: "steps", ratePerSecond: 4.25, secondsLeft: 600 };
  assertEquals(
    describeProgress({ ...training, message: "Training", loss: 0.21, naiveLoss: 0.22 }),
    "Training: 12,000 of 50,000 steps (24 %), 4.3/s, loss 0.2100 (naive 0.2200), 10 min left",
  );
});

Deno.test("what is not known yet is left out", () => {
  const unknown = { ...PROGRESS, done: 0, total: null, ratePerSecond: null, secondsLeft: null };
  assertEquals(describeProgress(unknown), "Collecting candles of BTC");
});

Deno.test("a terminal gets one line that renews itself, a file a line now and then", () => {
  const terminal: string[] = [];
  const line = createProgressLine((text) => terminal.push(text), true, () => 0);
  line.report(PROGRESS);
  line.say("warning: slow");
  line.clear();
  assertEquals(terminal.map((text) => text.slice(0, 4)), ["\r\x1b[K", "\r\x1b[K", "warn"]);

  const file: string[] = [];
  let now = 0;
  const plain = createProgressLine((text) => file.push(text), false, () => now);
  for (now = 0; now <= 10_000; now += 500) plain.report(PROGRESS);
  assertEquals(file.length, 3);
});
