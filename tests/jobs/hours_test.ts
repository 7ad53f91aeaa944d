import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { HOUR_MS, hoursIn, type HourSpan, splitSpans, subtractSpans } from "../../jobs/hours.ts";

const span = (first: number, last: number): HourSpan => ({
  firstMs: first * HOUR_MS,
  lastMs: last * HOUR_MS,
});

const spanOf = fc.tuple(fc.nat(60), fc.nat(20)).map(([first, more]) => span(first, first + more));

function hoursOf(spans: readonly HourSpan[]): number[] {
  const hours = spans.flatMap(({ firstMs, lastMs }) =>
    Array.from(
      { length: (lastMs - firstMs) / HOUR_MS + 1 },
      (_, index) => firstMs + index * HOUR_MS,
    )
  );
  return [...new Set(hours)].sort((a, b) => a - b);
}

Deno.test("subtracting spans leaves exactly the hours that are in none of them", () => {
  fc.assert(fc.property(spanOf, fc.array(spanOf, { maxLength: 5 }), (whole, taken) => {
    const gone = new Set(hoursOf(taken));
    const expected = hoursOf([whole]).filter((hour) => !gone.has(hour));
    assertEquals(hoursOf(subtractSpans([whole], taken)), expected);
  }));
});

Deno.test("pages cover a span once, none longer than asked", () => {
  fc.assert(fc.property(spanOf, fc.integer({ min: 1, max: 9 }), (whole, size) => {
    const pages = splitSpans([whole], size);
    assertEquals(hoursOf(pages), hoursOf([whole]));
    assertEquals(pages.reduce((sum, page) => sum + hoursIn(page), 0), hoursIn(whole));
    assertEquals(pages.every((page) => hoursIn(page) <= size), true);
  }));
});
