import { assertEquals, assertThrows } from "@std/assert";
import { parseOptions, UsageError } from "./options.ts";

Deno.test("test options: the filter is taken with a space or an equals sign", () => {
  assertEquals(parseOptions(["--filter", "rsi"]), { filter: "rsi", help: false });
  assertEquals(parseOptions(["--filter=rsi"]), { filter: "rsi", help: false });
  assertEquals(parseOptions([]), { filter: null, help: false });
});

Deno.test("test options: an unknown argument and an empty filter are wrong usage", () => {
  assertThrows(() => parseOptions(["--fliter", "x"]), UsageError, '"--fliter"');
  assertThrows(() => parseOptions(["--filter"]), UsageError, "needs a text");
});
