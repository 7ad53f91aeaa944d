import { assertEquals, assertThrows } from "@std/assert";
import { AppError } from "../../../server/errors.ts";
import { metadataInput } from "../../../server/transactions/metadata.ts";

const read = (given: unknown) => metadataInput.safeParse(given).data;

function nested(depth: number): object {
  return depth === 0 ? {} : { inner: nested(depth - 1) };
}

Deno.test("notes of a transaction are one JSON object, or its text", () => {
  assertEquals(read(undefined), {});
  for (const given of [{}, { note: "rent", lines: [1, { paid: true }, null] }, nested(7)]) {
    assertEquals(read(given), given);
    assertEquals(read(JSON.stringify(given)), given);
  }
});

Deno.test("what cannot be kept as it is, is refused: large, deep, broken, infinite", () => {
  const bad: unknown[] = [
    "",
    "note",
    '"note"',
    "[1]",
    "null",
    '{"a":',
    [1],
    null,
    7,
    nested(9),
    { note: "x".repeat(4_090) },
    { note: "é".repeat(2_045) },
    { note: "zero \0" },
    { "\0": 1 },
    { note: "half \ud83d" },
    '{"a":1e999}',
    JSON.parse('{"a":{"b":[-1e999]}}'),
  ];
  assertEquals(bad.filter((given) => read(given) !== undefined), []);
});

Deno.test("an amount inside a text that parsing would round is refused by name", () => {
  const read = () => metadataInput.parse('{"to_user":"bob","amount":1.0000000000000001}');
  assertEquals(assertThrows(read, AppError).options.details, [
    { field: "amount", message: "must have at most 15 significant digits as a number" },
  ]);
});
