import { assertEquals } from "@std/assert";
import { loadConfig } from "../../server/config.ts";
import { createScrub } from "../../server/scrub.ts";
import { secretValues } from "../../server/secret_values.ts";

const NOW_MS = Date.UTC(2026, 10, 21);

Deno.test("every secret of the settings is known, passwords in addresses too", () => {
  const config = loadConfig({
    ADMIN_API_KEY: "admin-canary",
    JWT_SECRET_KEY: "first-canary,second-canary",
    OPENAI_API_KEY: "openai-canary",
    TWILIO_AUTH_TOKEN: "twilio-canary",
    BINANCE_API_SECRET: "binance-canary",
    DATABASE_URL: "postgresql://market:data%40base-canary@localhost:5432/market",
  }, NOW_MS);
  const known = secretValues(config);
  for (
    const secret of [
      "admin-canary",
      "first-canary",
      "second-canary",
      "openai-canary",
      "twilio-canary",
      "binance-canary",
      "data@base-canary",
    ]
  ) assertEquals(known.includes(secret), true, secret);
});

Deno.test("secrets go by value, in whatever spelling", () => {
  const scrub = createScrub(['p"ss w/rd', "short"]);
  assertEquals(scrub('a p"ss w/rd b'), "a [secret] b");
  assertEquals(scrub('{"x":"p\\"ss w/rd"}'), '{"x":"[secret]"}');
  assertEquals(scrub("?x=p%22ss%20w%2Frd"), "?x=[secret]");
  assertEquals(scrub("a short line"), "a short line");
});

Deno.test("what looks like a secret or like personal data goes by its shape", () => {
  const scrub = createScrub([]);
  const cases = [
    ["postgresql://me:hunter2@host/db", "postgresql://me:[secret]@host/db"],
    ["jwt eyJhbGciOi.eyJzdWIi.c2ln end", "jwt [token] end"],
    ["key pck_0123456789abcdef0123 end", "key [key] end"],
    ["from alice.rossi+x@mail.example.com.", "from [email]."],
    ["call +39 333 123 4567 now", "call [phone] now"],
    ['There is no person "alice". Check', 'There is no person "[name]". Check'],
    [
      "Key (email)=(Alice Rossi) already exists",
      "Key (email)=([value]) already exists",
    ],
    ['invalid input syntax for type uuid: "Alice"', "invalid input syntax for type uuid: [value]"],
  ];
  for (const [text, clean] of cases) assertEquals(scrub(text!), clean);
});

Deno.test("ordinary lines stay as they are", () => {
  const scrub = createScrub(["a-long-secret"]);
  for (
    const line of [
      "Model lstm-20261115T020000: promoted",
      "file:///app/node_modules/.deno/@mikro-orm+core@7.2.1/node_modules/x.js:12:3",
      "2026-11-21T12:00:00.000Z, 876,543 rows, +12.5 %, BTC+ETH",
      'duplicate key value violates unique constraint "people_email_key"',
      "http://127.0.0.1:8000/docs and postgresql://localhost:5432/market",
      "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11",
      'Send it as "Authorization: Bearer …" or as "X-API-Key: …".',
    ]
  ) assertEquals(scrub(line), line);
});
