import { assertEquals } from "@std/assert";
import type { TendencyDetails } from "../../server/markets/schema.ts";
import {
  durationWords,
  historyWords,
  nextDayWords,
  ruleWords,
} from "../../web/features/market/tendency_words.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

function details(change: Partial<TendencyDetails>): TendencyDetails {
  return {
    deciding_coins: [],
    thresholds: [],
    flips: [],
    smallest_flip: null,
    lasted_hours: 1,
    duration_hours_typical: null,
    runs: 0,
    next_day_agreed_share: null,
    observations: 0,
    base_share: null,
    next_day_meaning: "Agreed: more coins fell than rose.",
    history_from: null,
    reconstructed_hours: 0,
    ...change,
  };
}

Deno.test("a rule says what it asks for, what there is, and whether it is met", () => {
  const rule = {
    rule: "bearish",
    metric: "falling_coins",
    value: 20,
    threshold: 12,
    comparison: "more than",
    met: true,
  } as const;
  assertEquals(
    ruleWords(rule),
    "Bearish asks for more than 12 falling coins; there are 20: met.",
  );
  const volatile = { ...rule, rule: "volatile", metric: "volatility_index", met: false } as const;
  assertEquals(
    plain(ruleWords({ ...volatile, value: 0.5, threshold: 1 })),
    "Volatile asks for a volatility of more than 1.00 %; it is 0.50 %: not met.",
  );
});

Deno.test("how long a label lasts is told only from labels that have ended", () => {
  assertEquals(
    durationWords(details({})),
    "It has held for 1 hour; none of its kind has ended yet.",
  );
  assertEquals(
    durationWords(details({ lasted_hours: 5, duration_hours_typical: 9, runs: 31 })),
    "It has held for 5 hours; half of the 31 before it ended within 9 hours.",
  );
});

Deno.test("agreement of the next day stands beside how often any day was so", () => {
  assertEquals(nextDayWords(details({})), "No such day has a known next day yet.");
  const known = details({ next_day_agreed_share: 0.52, observations: 200, base_share: 0.47 });
  assertEquals(
    plain(nextDayWords(known)),
    "The next day agreed on 52 % of 200 such days, against 47 % of all days. " +
      "Agreed: more coins fell than rose.",
  );
});

Deno.test("hours that were worked out afterwards are owned up to", () => {
  assertEquals(historyWords(details({})), "There is no history yet.");
  const known = details({ history_from: "2024-11-21T00:00:00Z", reconstructed_hours: 17_000 });
  assertEquals(
    historyWords(known),
    "The history begins on 21 Nov 2024; 17,000 of its hours were worked out afterwards from the " +
      "candles of today's coins.",
  );
});
