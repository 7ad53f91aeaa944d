import { assert, assertEquals, assertThrows } from "@std/assert";
import { createLookup } from "../../../server/auth/lookup.ts";
import { assertGoodPassword } from "../../../server/auth/password_rules.ts";
import {
  generatePassword,
  HASH_OF_NOBODY,
  hashPassword,
  verifyPassword,
} from "../../../server/auth/passwords.ts";

Deno.test("nobody's hash costs what everybody's costs, and no password is right for it", async () => {
  const shape = (hash: string) => [hash.split("$").slice(0, 4).join("$"), hash.length];
  assertEquals(shape(HASH_OF_NOBODY), shape(await hashPassword("seven wet otters")));
  assertEquals(await verifyPassword(null, "seven wet otters"), false);
});

Deno.test("a flood of sign-ins waits its turn, and is refused when the line is too long", async () => {
  const hash = await hashPassword("seven wet otters");
  const results = await Promise.allSettled(
    Array.from({ length: 110 }, () => verifyPassword(hash, "seven wet otters")),
  );
  assertEquals(results.filter(({ status }) => status === "rejected").length, 6);
  assert(await verifyPassword(hash, "seven wet otters"), "and it goes on afterwards");
});

Deno.test("passwords are counted in characters after normalisation", () => {
  const judge = (password: string) => () =>
    assertGoodPassword(password, "jo@example.com", "password");
  judge("😀🐙🦔🌵🎈🧭🪴🛶🧶🥁")();
  assertThrows(judge("😀🐙🦔🌵🎈🧭🪴🛶🧶"));
  assertThrows(judge("ＰＡＳＳＷＯＲＤ１２３"), Error, "tried first");
  assertThrows(judge("x jo@example.com x"), Error, "email");
  judge("a jolly good password of jo")();
});

Deno.test("a password that is made up follows the rules and is never the same", () => {
  const made = Array.from({ length: 100 }, generatePassword);
  for (const password of made) assertGoodPassword(password, "jo@example.com", "password");
  assertEquals(new Set(made).size, made.length);
});

Deno.test("what is looked up holds for two seconds, unless it is forgotten meanwhile", async () => {
  let nowMs = 10_000;
  let stored: string | null = "before";
  let asked = 0;
  const lookup = createLookup(() => nowMs, async () => {
    asked++;
    const read = stored;
    await Promise.resolve();
    return read;
  });
  const several = await Promise.all([1, 2, 3].map(() => lookup.find("x")));
  assertEquals([several, asked], [["before", "before", "before"], 1]);
  stored = "after";
  assertEquals(await lookup.find("x"), "before");
  nowMs += 2_000;
  assertEquals(await lookup.find("x"), "after");

  nowMs += 2_000;
  const underWay = lookup.find("x");
  stored = null;
  lookup.forget();
  assertEquals(await underWay, "after");
  assertEquals(await lookup.find("x"), null, "what was read before is not kept");

  stored = "back";
  assertEquals(await lookup.find("x"), "back", "that there was nothing is not kept either");
  nowMs -= 3_600_000;
  stored = "set back";
  assertEquals(await lookup.find("x"), "set back", "a clock that is set back lengthens nothing");
});
