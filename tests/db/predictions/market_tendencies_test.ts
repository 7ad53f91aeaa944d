import { assertEquals } from "@std/assert";
import {
  addTendencies,
  latestTendency,
  pastTendencies,
  saveTendency,
  tendencyHistory,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { HOUR_MS, START_MS } from "../../helpers/market_rows.ts";

const tendency = (hour: number, confidence = 0.5) => ({
  atMs: START_MS + hour * HOUR_MS,
  tendency: "bullish" as const,
  confidence,
  confidenceExplanation: "On 3 of 6 such days the next day rose too.",
  clarity: 0.25,
  explanation: "33 of 50 coins rose.",
  metrics: { rising_share: 0.66, avg_change_percent: hour, market_cap_change: null },
  reconstructed: false,
  details: { runs: 3 },
});

const plain = ({ details: _, ...row }: ReturnType<typeof tendency>) => row;

Deno.test("tendencies are kept by hour, oldest first, the last word of an hour counting", async () => {
  await using db = await testDatabase();
  assertEquals(await latestTendency(db), null);
  for (const hour of [2, 0, 1]) await saveTendency(db, tendency(hour));
  await saveTendency(db, tendency(2, 0.75));
  assertEquals(await latestTendency(db), tendency(2, 0.75));
  const fromMs = START_MS + HOUR_MS;
  const history = await tendencyHistory(db, { fromMs });
  assertEquals(history, [plain(tendency(1)), plain(tendency(2, 0.75))]);
});

Deno.test("a reconstructed history fills hours without a tendency and replaces none", async () => {
  await using db = await testDatabase();
  await saveTendency(db, tendency(1));
  const past = [0, 1, 2].map((hour) => ({
    ...tendency(hour, 0.9),
    reconstructed: true,
    details: null,
  }));
  assertEquals(await addTendencies(db, past), 2);
  assertEquals(await addTendencies(db, past), 0);
  assertEquals(await addTendencies(db, []), 0);
  const rows = await pastTendencies(db, { fromMs: START_MS });
  assertEquals(rows.map((row) => row.reconstructed), [true, false, true]);
  assertEquals(rows.map((row) => row.avgChangePercent), [0, 1, 2]);
  assertEquals((await latestTendency(db))?.details, null);
});
