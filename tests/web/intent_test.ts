import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { createIntent, isAnswer } from "../../web/lib/intent.ts";
import { safeNext, signInAddress } from "../../web/lib/next_address.ts";
import { fieldProblems } from "../../web/lib/submission.ts";

Deno.test("a wish keeps its key over retries until it is answered", () => {
  let made = 0;
  const intent = createIntent(() => `key ${++made}`);
  const body = { to_user: "bob", amount: "1" };
  assertEquals([intent.keyFor(body), intent.keyFor({ ...body })], ["key 1", "key 1"]);
  assertEquals(intent.keyFor({ ...body, amount: "2" }), "key 2");
  intent.settle();
  assertEquals(intent.keyFor({ ...body, amount: "2" }), "key 3");
});

Deno.test("the key of a wish is long, printable and never the same", () => {
  const keys = [createIntent().keyFor(1), createIntent().keyFor(1)];
  assertMatch(keys[0] ?? "", /^[0-9a-f]{32}$/);
  assertNotEquals(keys[0], keys[1]);
});

Deno.test("silence and failures of the server are no answer, a refusal is", () => {
  assertEquals(["UNREACHABLE", "INTERNAL_ERROR", "RATE_LIMITED"].map(isAnswer), [
    false,
    false,
    false,
  ]);
  assertEquals(["INSUFFICIENT_FUNDS", "VALIDATION_ERROR"].map(isAnswer), [true, true]);
});

Deno.test("signing in leads back to a page of this app and nowhere else", () => {
  assertEquals(safeNext("/wallet?type=send&q=a%20b"), "/wallet?type=send&q=a%20b");
  const traps = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
  ];
  for (const trap of [...traps, "/a\\b", "/\t/evil", "", null, undefined, "/sign-in?next=/a"]) {
    assertEquals(safeNext(trap), "/", String(trap));
  }
  assertEquals(signInAddress("/wallet?type=send"), "/sign-in?next=%2Fwallet%3Ftype%3Dsend");
  assertEquals(signInAddress("/"), "/sign-in");
});

Deno.test("what the server refuses of a form stands beside its field", () => {
  const problems = fieldProblems([
    { field: "email", message: "must be an email address" },
    { field: "password", message: "Too short" },
    { nonsense: true },
  ]);
  assertEquals(problems.get("email"), "It must be an email address.");
  assertEquals(problems.get("password"), "Too short.");
  assertEquals(fieldProblems(null).size, 0);
  assertEquals(fieldProblems({ field: "x" }).size, 0);
});
