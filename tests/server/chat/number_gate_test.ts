import { assertEquals } from "@std/assert";
import { createNumberGate, plainAnswer } from "../../../server/chat/check/number_gate.ts";
import type { Fact } from "../../../server/chat/facts.ts";

const source = { title: "Market overview", href: "/", asOfMs: 0 };
const FACTS: readonly Fact[] = [
  {
    id: "f1",
    text: "BTC trades at 61,903.42 USD at 14:00 UTC on 2026-11-21.",
    numbers: [{ value: 61903.42, unit: "usd" }],
    subjects: ["BTC", "Bitcoin"],
    source,
  },
  {
    id: "f2",
    text: "BTC: probability up 0.54; change expected -1.25 %.",
    numbers: [{ value: 0.54, unit: "probability" }, { value: -1.25, unit: "percent" }],
    subjects: ["BTC", "Bitcoin"],
    source,
  },
  {
    id: "f3",
    text: "ETH trades at 2,511.00 USD, up 4.8 %.",
    numbers: [{ value: 2511, unit: "usd" }, { value: 4.8, unit: "percent" }],
    subjects: ["ETH", "Ethereum"],
    source,
  },
];

function pass(text: string, question = ""): string {
  const gate = createNumberGate(FACTS, question);
  return gate.push(text) + gate.end();
}

Deno.test("a number of a fact becomes a link to it, rounded or scaled too", () => {
  assertEquals(pass("Bitcoin is at $61,903.42."), "Bitcoin is at [$61,903.42](fact:f1).");
  assertEquals(pass("Bitcoin is at 61.9k USD"), "Bitcoin is at [61.9k USD](fact:f1)");
  assertEquals(pass("about $61,900 for BTC"), "about [$61,900](fact:f1) for BTC");
  assertEquals(pass("BTC may fall by 1.25 %"), "BTC may fall by [1.25 %](fact:f2)");
  assertEquals(pass("BTC is up with 54 percent"), "BTC is up with [54 percent](fact:f2)");
  assertEquals(pass("at 14:00 UTC, BTC"), "at [14:00 UTC](fact:f1), BTC");
});

Deno.test("a number of no fact is struck out, in words too", () => {
  assertEquals(pass("BTC goes to $75,000 soon"), "BTC goes to ~~$75,000~~ soon");
  assertEquals(pass("up ninety percent"), "up ~~ninety percent~~");
  assertEquals(
    pass("BTC at seventy five thousand dollars"),
    "BTC at ~~seventy five thousand dollars~~",
  );
  assertEquals(pass("$62 million"), "~~$62 million~~");
});

Deno.test("a lie does not pass in other digits, fractions, words, currencies or languages", () => {
  const lies: readonly (readonly [string, string])[] = [
    ["BTC at ９９，０００ USD", "BTC at ~~99~~，~~000 USD~~"],
    ["BTC at ٩٩٠٠٠", "BTC at ~~99000~~"],
    ["up ⅞ today", "up ~~7~~/~~8~~ today"],
    ["at ⑨⑨ now", "at ~~99~~ now"],
    ["half a million soon", "~~half a million~~ soon"],
    ["a quarter of a million", "~~a quarter of a million~~"],
    ["BTC doubled and rises tenfold", "BTC ~~doubled~~ and rises ~~tenfold~~"],
    ["XCIX thousand dollars", "~~XCIX thousand~~ dollars"],
    ["fünfzig Prozent höher", "~~fünfzig Prozent~~ höher"],
    ["sube noventa por ciento", "sube ~~noventa por ciento~~"],
    ["BTC at €61,903.42", "BTC at ~~€61,903.42~~"],
    ["BTC at 61,903.42 euros", "BTC at ~~61,903.42 euros~~"],
    ["BTC bei 99.000,50 $", "BTC bei ~~99.000,50 $~~"],
  ];
  for (const [text, shown] of lies) {
    for (const size of [1, 4, text.length]) {
      const gate = createNumberGate(FACTS, "");
      let out = "";
      for (let place = 0; place < text.length; place += size) {
        out += gate.push(text.slice(place, place + size));
      }
      assertEquals(out + gate.end(), shown, `in pieces of ${size}`);
    }
  }
});

Deno.test("figures as other languages write them are those of the fact", () => {
  assertEquals(pass("BTC bei 61.903,42 $"), "BTC bei [61.903,42 $](fact:f1)");
  assertEquals(pass("a coin of a chain, double-spent"), "a coin of a chain, double-spent");
});

Deno.test("a sign that is written must be that of the fact", () => {
  assertEquals(pass("BTC changes by −1.25 %"), "BTC changes by [−1.25 %](fact:f2)");
  assertEquals(pass("BTC changes by +1.25 %"), "BTC changes by ~~+1.25 %~~");
});

Deno.test("a number of another coin is not this coin's", () => {
  assertEquals(pass("BTC rose 4.8 %."), "BTC rose ~~4.8 %~~.");
  assertEquals(
    pass("ETH rose 4.8 %. BTC is at $2,511.00."),
    "ETH rose [4.8 %](fact:f3). BTC is at ~~$2,511.00~~.",
  );
});

Deno.test("list marks, names with digits, and the question's own numbers stay", () => {
  assertEquals(pass("1. ERC-20\n2. L2 and EIP-1559"), "1. ERC-20\n2. L2 and EIP-1559");
  assertEquals(pass("You asked about 30 days", "the last 30 days?"), "You asked about 30 days");
});

Deno.test("links and pictures of the model's own are taken apart", () => {
  assertEquals(
    pass("[61,000](fact:f1) ![x](http://evil.example/y) <img src=x>"),
    "~~61,000~~(fact:f1) x(http://evil.example/y) ‹img src=x›",
  );
});

Deno.test("however the stream is cut, the same answer passes", () => {
  const text =
    "Bitcoin is at $61,903.42 (up 54 %), ETH rose 4.8 percent, maybe to 75 thousand dollars.";
  const whole = pass(text);
  for (let size = 1; size < 12; size++) {
    const gate = createNumberGate(FACTS, "");
    let out = "";
    for (let place = 0; place < text.length; place += size) {
      out += gate.push(text.slice(place, place + size));
    }
    assertEquals(out + gate.end(), whole, `in pieces of ${size}`);
  }
  assertEquals(plainAnswer(whole), text.replace("75 thousand dollars", "~~75 thousand dollars~~"));
});
