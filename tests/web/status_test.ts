import { assertEquals } from "@std/assert";
import type { HourState, PartOutput, StatusOutput } from "../../server/status/schema.ts";
import { hourBars } from "../../web/features/status/hour_bars.ts";
import { hoursWords, statusFinding, troubles } from "../../web/features/status/status_words.ts";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");

function part(
  name: PartOutput["part"],
  state: PartOutput["state"],
  since: string | null = null,
): PartOutput {
  return { part: name, state, says: "", since };
}

function finding(parts: PartOutput[], state: StatusOutput["state"] = "impaired"): string {
  const rest = { as_of: "", version: "1.0.0", simulated: false, history: [], next: [] };
  return statusFinding({ ...rest, state, parts }, NOW_MS);
}

Deno.test("the finding says that all works, or what does not and since when", () => {
  const well = [part("database", "well"), part("chat", "off")];
  assertEquals(finding(well, "well"), "Everything works.");
  assertEquals(
    finding([...well, part("ledger", "starting")], "starting"),
    "Everything that is there works; still to come: ledger.",
  );
  assertEquals(
    finding([...well, part("forecasts", "impaired", "2026-11-21T10:00:00.000Z")]),
    "Forecasts: impaired since 21 Nov 2026, 10:00 UTC (2 h). Everything else works.",
  );
  assertEquals(
    finding([...well, part("alerts", "impaired"), part("jobs", "impaired")]),
    "2 of 4 parts do not work as they should: alerts, jobs.",
  );
  assertEquals(
    finding([
      ...well,
      part("collection", "impaired", "2026-11-21T11:30:00.000Z"),
      part("jobs", "impaired", "2026-11-21T09:00:00.000Z"),
    ]),
    "2 of 4 parts do not work as they should: market data, jobs. The longest: jobs since " +
      "21 Nov 2026, 09:00 UTC (3 h).",
  );
  assertEquals(
    finding(
      [part("database", "down", "2026-11-21T11:58:00.000Z"), part("jobs", "unknown")],
      "down",
    ),
    "The database does not answer since 21 Nov 2026, 11:58 UTC (2 min). Pages show what they " +
      "still know.",
  );
});

Deno.test("hours are counted among those that are known", () => {
  const words = (...hours: HourState[]) => hoursWords(hours);
  assertEquals(words("none", "done", "done"), "All 2 hours in time.");
  assertEquals(words("done"), "The 1 hour in time.");
  assertEquals(words("none", "late", "done", "missed"), "1 of 3 hours in time.");
  assertEquals(words("none"), "No hour is known yet.");
});

Deno.test("bars stand on the ground, and their height tells the state", () => {
  const bars = hourBars(["failed", "none", "late", "done"], 3);
  assertEquals(bars.map(({ x, y, height, state }) => [x, y + height, state]), [
    [0, 10, "none"],
    [1, 10, "late"],
    [2, 10, "done"],
  ]);
  const heights = (["done", "late", "failed", "none"] as const).map((state) =>
    hourBars([state], 1)[0]!.height
  );
  assertEquals(heights, heights.toSorted((left, right) => right - left));
});

Deno.test("the hours that were not in time are named with their time, the newest first", () => {
  const history = [
    { job: "a", title: "A", from: "2026-11-21T08:00:00.000Z", hours: ["late", "done", "missed"] },
    { job: "b", title: "B", from: "2026-11-21T08:00:00.000Z", hours: ["none", "failed", "done"] },
  ] as StatusOutput["history"];
  const found = troubles(history, 2).map(({ title, atMs, state }) =>
    `${title} ${new Date(atMs).toISOString().slice(11, 16)} ${state}`
  );
  assertEquals(found, ["A 10:00 missed", "B 09:00 failed"]);
});
