import { assert, assertEquals } from "@std/assert";
import { apply, type Exchange } from "../../web/features/chat/chat_words.ts";
import { fanPaths } from "../../web/features/chat/mini_fan.ts";
import { mayBePersonal, personalWarning } from "../../web/features/chat/personal_hint.ts";
import { PERSONAL_NUMBERS } from "../server/chat/personal_numbers.ts";
import { PERSONAL_WORDS } from "../server/chat/personal_words.ts";
import { copyText, plainText } from "../../web/features/chat/plain_text.ts";

function exchange(): Exchange {
  return {
    question: "Is BTC up?",
    answer: "",
    status: "waiting",
    doing: "Sending",
    facts: [],
    charts: [],
    followUps: [],
    metadata: null,
    failure: null,
  };
}

Deno.test("an answer grows with each piece, and a refusal replaces it", () => {
  const one = exchange();
  apply(one, { type: "step", step: "context" });
  assertEquals(one.doing, "Gathering the figures");
  apply(one, { type: "delta", text: "BTC " });
  apply(one, { type: "delta", text: "rose." });
  assertEquals([one.answer, one.status], ["BTC rose.", "streaming"]);
  const refused = exchange();
  apply(refused, { type: "rejected", reason: "invalid_topic", message: "No.", pii_types: [] });
  assertEquals([refused.answer, refused.status], ["No.", "rejected"]);
});

Deno.test("a copied answer has no links and says which numbers were struck", () => {
  assertEquals(
    copyText("BTC at [$61,900](fact:f1), maybe ~~$99,000~~"),
    "BTC at $61,900, maybe $99,000 (not in our figures)",
  );
  assertEquals(plainText("a &lt;b&gt; &amp; c"), "a <b> & c");
});

Deno.test("only a text with a sign of personal data is sent to be looked at", () => {
  assert(mayBePersonal("mail jo@example.org"));
  assert(mayBePersonal("call 0207 946 0958"));
  const texts = [PERSONAL_NUMBERS, PERSONAL_WORDS].flatMap((samples) => Object.values(samples))
    .flat();
  const unseen = texts.filter((text) => !mayBePersonal(text));
  assert(unseen.length <= texts.length * 0.03, unseen.join("\n"));
  const usual = [
    "What is the price of BTC?",
    "Compare SOL and AVAX",
    "Which coins rose most?",
    "why?",
  ];
  assertEquals(usual.filter(mayBePersonal), []);
  assertEquals(
    personalWarning(["email"]),
    "This looks like an e-mail address. It would be refused: leave it out.",
  );
});

Deno.test("the small fan starts at the last price and opens to the range", () => {
  const point = { q05: 90, q25: 98, q50: 101, q75: 104, q95: 110 };
  const paths = fanPaths({ past: [100, 102, 100], stepHours: 4, path: [point, point] }, 100, 50)!;
  assertEquals(paths.nowX, 80);
  assertEquals(paths.past, "M0 25L40 20L80 25");
  assert(paths.outer.startsWith("M80 25L90 50"));
  assertEquals(fanPaths({ past: [], stepHours: 4, path: [point] }, 100, 50), null);
});
