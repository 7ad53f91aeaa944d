import { assert, assertEquals } from "@std/assert";
import { findPersonalData, sanitize } from "../../../server/chat/pii/find_personal_data.ts";
import { CLEAN_SAMPLES } from "./clean_samples.ts";
import { PERSONAL_NUMBERS } from "./personal_numbers.ts";
import { PERSONAL_WORDS } from "./personal_words.ts";

function types(text: string): string[] {
  return findPersonalData(text).map((finding) => finding.type);
}

/** A text and the kinds that must be found in it; nothing personal is real. */
const PERSONAL: readonly (readonly [string, string])[] = [
  ["write to jo.doe+btc@mail.example.org please", "email"],
  ["jo.doe (at) example (dot) org", "email"],
  ["reach me: jo dot doe at gmail dot com", "email"],
  ["j o @ m a i l . c o m is mine", "email"],
  ["jо.dое@ехаmple.org", "email"],
  ["jo\u200b.doe@\u2060example.org", "email"],
  ["ｊｏ＠ｅｘａｍｐｌｅ．ｏｒｇ", "email"],
  ["call +44 20 7946 0958 when BTC drops", "phone"],
  ["my mobile is 07911 123456", "phone"],
  ["text me: four one five five five five two six seven one", "phone"],
  ["(415) 555-2671 is my number", "phone"],
  ["+4915112345678", "phone"],
  ["card 4242 4242 4242 4242 exp 09/27", "credit_card"],
  ["4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "credit_card"],
  ["４２４２ ４２４２ ４２４２ ４２４２", "credit_card"],
  ["378282246310005", "credit_card"],
  ["GB82 WEST 1234 5698 7654 32", "iban"],
  ["de89370400440532013000", "iban"],
  ["my ssn is 219-09-9999", "national_id"],
  ["DNI 12345678Z", "national_id"],
  ["from 192.0.2.44 and [2001:db8::8a2e:370:7334]", "ip_address"],
  ["00:1B:44:11:3A:B7", "mac_address"],
  ["password: hunter22", "secret"],
  [
    "my seed: legal winner thank year wave sausage worth useful legal winner thank yellow",
    "secret",
  ],
  ["sk-abcdefghijklmnopqrstuvwxyz0123456789", "secret"],
  ["I live at 221 Baker Street, London", "street_address"],
  ["Ich wohne in der Hauptstraße 12", "street_address"],
  ["I was born on 3 March 1984", "date_of_birth"],
  ["my telegram: @jo_trades_daily", "social_handle"],
  ["My name is Joanna Doerr, what is Bitcoin?", "person_name"],
  ["Is my friend Maria Gonzalez right about ETH?", "person_name"],
];

Deno.test("personal data is found however it is written", () => {
  const missed = PERSONAL.filter(([text, type]) => !types(text).includes(type));
  assertEquals(missed.map(([text, type]) => `${type}: ${text} → ${types(text)}`), []);
});

Deno.test("numbers of people are found as many countries write them, and told for what they are", () => {
  for (const samples of [PERSONAL_NUMBERS, PERSONAL_WORDS]) {
    const missed = Object.entries(samples).flatMap(([type, texts]) =>
      texts.filter((text) => !types(text).includes(type)).map((text) =>
        `${type}: ${text} → ${types(text)}`
      )
    );
    assertEquals(missed, []);
  }
});

Deno.test("what only looks like a number of someone raises no alarm", () => {
  const alarms = CLEAN_SAMPLES.flatMap((text) =>
    findPersonalData(text).map(({ type, start, end }) => `${type}: ${text.slice(start, end)}`)
  );
  assertEquals(alarms, []);
});

Deno.test("a text that is made to be slow to search is searched all the same", () => {
  const pieces = [
    "a ",
    "1 ",
    "Ab ",
    "1-",
    "a@",
    "a.",
    "5 Ab ",
    "one ",
    "rue a ",
    "路",
    "(0",
    ":",
    "id ",
  ];
  for (const piece of pieces) {
    const startedAt = performance.now();
    findPersonalData(piece.repeat(2_000 / piece.length));
    assert(performance.now() - startedAt < 1_000, piece);
  }
});

/** What a question about this market has in it, and is nobody's own. */
const CLEAN: readonly string[] = [
  "Is 0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe a contract?",
  "What happened in tx 8f953371d3e85eddb89b05ed6b9e680791055315c73e1025ab5dba7bb2aee189?",
  "Is bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq taproot?",
  "Does 7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU hold SOL?",
  "What happened at block 840000 on 2024-04-20?",
  "BTC fell from $61,900.50 to 58,210 between 10:00 and 14:00 UTC",
  "I hold 1234567890 SHIB and 1,000,000,000,000 PEPE",
  "Is 4000000000000000 wei a lot? Or 21000 gas at 35 gwei?",
  "timestamp 1700000000, nonce 2083236893, supply 21000000",
  "Compare 2021 2022 2023 2024 returns",
  "the 50 100 200 day averages, MACD 12 26 9",
  "Fib levels 0.236 0.382 0.5 0.618 0.786 of 61900",
  "Volume was 123 456 789 012 USD on 12/31/2025",
  "Should I upgrade to Bitcoin Core 0.21.0.1 or 27.1?",
  "What did Vitalik Buterin say to Elon Musk about Dogecoin?",
  "Was Silk Road or Wall Street worse for Bitcoin in 2013 silk road days?",
  "Is my password safe in a wallet? What is a seed phrase?",
  "Dear all, hi everyone: is Luna dead?",
  "@VitalikButerin tweeted about EIP-4844",
  "Bitcoin was born on 3 January 2009",
  "Is a 2 of 3 multisig on the right way? 5 coins on their way up",
  "how much is 10000000 DOGE worth at 0.0812345678",
  "Which exchange has the lowest fee: 0.10%, 0.075% or 0.0400%?",
  "Ratio 1:2:3:4, 9:45, 23:45:10",
  "Ethereum 2.0 chain id 1, port 8545, slot 9876543210",
];

Deno.test("prices, addresses of wallets, heights and public names are not personal data", () => {
  const alarms = CLEAN.map((text) => ({ text, found: types(text) })).filter(({ found }) =>
    found.length
  );
  assertEquals(alarms, []);
});

Deno.test("a sanitized question has the kind in place of what was personal", () => {
  const text = "Mail jо (at) example (dot) org or +44 20 7946 0958, is ETH up?";
  assertEquals(sanitize(text, findPersonalData(text)), "Mail [email] or [phone], is ETH up?");
});

interface Labelled {
  readonly text: string;
  readonly label: string;
  readonly types?: readonly string[];
}

async function readLabelled(name: string): Promise<Labelled[] | null> {
  const url = new URL(`../../../../shared/data/text/${name}`, import.meta.url);
  try {
    return (await Deno.readTextFile(url)).trim().split("\n").map((line) => JSON.parse(line));
  } catch {
    console.log(`${name} is not beside the checkout: its figures are not measured.`);
    return null;
  }
}

const cases = await readLabelled("pii_cases.jsonl");
const questions = await readLabelled("topic_questions.jsonl");

/** Kinds that have a checksum or a form that alone tells what they are. */
const STRUCTURED = [
  "IBAN_CODE",
  "ES_NIF",
  "ES_NIE",
  "US_ITIN",
  "IP_ADDRESS",
  "MAC_ADDRESS",
  "US_SSN",
]
  .concat("CREDIT_CARD", "EMAIL_ADDRESS", "UK_NHS");
/** Kinds that others call personal and this product does not: wallets, and addresses of pages. */
const NOT_OURS = ["CRYPTO", "URL"];

Deno.test({
  name: "recall of structured kinds is 0.99 and F2 is 0.85 on cases of other tools",
  ignore: cases === null,
  fn() {
    const count = { hit: 0, missed: 0, alarm: 0, structured: 0, structuredHit: 0 };
    for (const { text, label, types: kinds = [] } of cases!) {
      const found = findPersonalData(text).length > 0;
      const isOurs = label === "pii" && !kinds.every((kind) => NOT_OURS.includes(kind));
      if (isOurs) count[found ? "hit" : "missed"]++;
      else if (found) count.alarm++;
      if (!isOurs || !kinds.some((kind) => STRUCTURED.includes(kind))) continue;
      count.structured++;
      if (found) count.structuredHit++;
    }
    const f2 = 5 * count.hit / (5 * count.hit + 4 * count.missed + count.alarm);
    const recall = count.structuredHit / count.structured;
    console.log(`recall of structured kinds ${recall.toFixed(3)}, F2 ${f2.toFixed(3)}`, count);
    assert(recall >= 0.99 && f2 >= 0.85, `recall ${recall}, F2 ${f2}`);
  },
});

Deno.test({
  name: "at most one question in a hundred about crypto raises a false alarm, in under 10 ms",
  ignore: questions === null,
  fn() {
    const times: number[] = [];
    const asked = questions!.filter(({ label }) => label === "crypto");
    const alarms = asked.filter(({ text }) => {
      const startedAt = performance.now();
      const found = findPersonalData(text);
      times.push(performance.now() - startedAt);
      return found.length > 0;
    });
    times.sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)]!;
    console.log(`${alarms.length} of ${asked.length} raise an alarm; p95 ${p95.toFixed(2)} ms`);
    assert(alarms.length <= asked.length * 0.01 && p95 < 10, alarms.map(({ text }) => text).join());
  },
});
