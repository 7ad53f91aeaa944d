import { assertEquals } from "@std/assert";
import { latestTendency, saveTendency, tendencyHistory } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { HOUR_MS, START_MS } from "../../helpers/market_rows.ts";

const tendency = (hour: number, confidence = 0.5) => ({
  atMs: START_MS + hour * HOUR_MS,
  tendency: "bullish" as const,
  confidence,
  explanation: "33 of 50 coins rose.",
  metrics: { rising_share: 0.66, market_cap_change: null },
});

Deno.test("tendencies are kept by hour, oldest first, the last word of an hour counting", async () => {
  await using db = await testDatabase();
  assertEquals(await latestTendency(db), null);
  for (const hour of [2, 0, 1]) await saveTendency(db, tendency(hour));
  await saveTendency(db, tendency(2, 0.75));
  assertEquals(await latestTendency(db), tendency(2, 0.75));
  const fromMs = START_MS + HOUR_MS;
  assertEquals(await tendencyHistory(db, { fromMs }), [tendency(1), tendency(2, 0.75)]);
});
