import { assertEquals } from "@std/assert";
import {
  arrow,
  formatAge,
  formatCompact,
  formatDuration,
  formatMoney,
  formatPercent,
  formatPrice,
  formatRange,
  formatWhen,
} from "../../web/lib/format.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

Deno.test("prices show about five significant digits, and cents from a hundred dollars on", () => {
  const cases: [number, string][] = [
    [63412.5, "$63,412.50"],
    [321.9, "$321.90"],
    [21.91, "$21.910"],
    [1.767, "$1.7670"],
    [0.07672, "$0.076720"],
    [0.0000123456, "$0.000012346"],
    [0, "$0.00"],
  ];
  for (const [price, text] of cases) assertEquals(formatPrice(price), text);
});

Deno.test("a price that is not known is a dash, never a number", () => {
  for (const price of [null, undefined, NaN, Infinity]) assertEquals(formatPrice(price), "–");
});

Deno.test("the ends of a range are rounded to about a tenth of its width", () => {
  assertEquals(formatRange(61_893.2, 64_812.9), ["$61,900", "$64,800"]);
  assertEquals(formatRange(0.068312, 0.072489), ["$0.0683", "$0.0725"]);
  assertEquals(formatRange(20.683, 23.21), ["$20.7", "$23.2"]);
  assertEquals(formatRange(5, 5), ["$5.0000", "$5.0000"]);
});

Deno.test("large amounts have three significant digits and change unit before 1000 is reached", () => {
  assertEquals(plain(formatMoney(1.1234e12)), "$1.12 T");
  assertEquals(plain(formatMoney(999_700_000)), "$1.00 B");
  assertEquals(plain(formatMoney(12_345)), "$12.3 K");
  assertEquals(plain(formatCompact(842)), "842");
  assertEquals(formatMoney(null), "–");
});

Deno.test("a percentage carries its sign and its arrow, and neither when it rounds to zero", () => {
  assertEquals(plain(formatPercent(1.204)), "+1.20 %");
  assertEquals(plain(formatPercent(-0.351)), "−0.35 %");
  assertEquals(plain(formatPercent(-0.001)), "0.00 %");
  assertEquals([arrow(1.2), arrow(-0.35), arrow(-0.001)], ["▲", "▼", ""]);
});

Deno.test("ages and durations name their unit", () => {
  assertEquals(formatAge(59_000), "under a minute");
  assertEquals(formatAge(12 * 60_000), "12 min");
  assertEquals(formatAge(5 * 3_600_000), "5 h");
  assertEquals(formatAge(3 * 86_400_000), "3 days");
  assertEquals([formatDuration(8), formatDuration(80), formatDuration(7_260)], [
    "8 s",
    "1 min 20 s",
    "2 h 1 min",
  ]);
});

Deno.test("days near now have names, counted in UTC", () => {
  const now = Date.UTC(2026, 10, 20, 23, 30);
  assertEquals(formatWhen(Date.UTC(2026, 10, 21, 14), now), "Tomorrow at 14:00 UTC");
  assertEquals(formatWhen(Date.UTC(2026, 10, 20, 23), now), "Today at 23:00 UTC");
  assertEquals(formatWhen(Date.UTC(2026, 10, 25, 9), now), "On 25 Nov 2026 at 09:00 UTC");
});
