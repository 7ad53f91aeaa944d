import { assertEquals } from "@std/assert";
import { hasSimulatedSource } from "../../db/mod.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext } from "./job_context.ts";

const NOW = Date.parse("2026-03-10T12:20:00Z");

Deno.test("candles of a simulated exchange are known as simulated, whatever its address", async () => {
  const exchange = await startSimulatedExchange({ now: () => NOW });
  try {
    await using db = await testDatabase();
    assertEquals(await hasSimulatedSource(db), false);
    const config = { topN: 2, collectionStartMs: NOW - 5 * 86_400_000 };
    const context = jobContext({ db, url: exchange.url, now: () => NOW, config });
    await collectCandles(context, { mode: "full" });
    const sources = await db.sql(
      `select distinct s.kind, s.name from candles c join candle_sources s on s.id = c.source_id`,
    );
    assertEquals(sources, [{ kind: "simulated", name: exchange.url }]);
    assertEquals(await hasSimulatedSource(db), true);
  } finally {
    await exchange.close();
  }
});
