import { assert, assertEquals } from "@std/assert";
import { createLeakGuard } from "../../../server/chat/model/leak_guard.ts";
import { INSTRUCTIONS } from "../../../server/chat/model/prompt.ts";

const CANARY = "q1f2e3d4c5b6a798";

/** What a reader sees of a text that comes in pieces, and whether it was ended. */
function read(text: string, size: number): { shown: string; ended: boolean } {
  const guard = createLeakGuard(INSTRUCTIONS, CANARY);
  let shown = "";
  for (let place = 0; place < text.length; place += size) {
    const ready = guard.push(text.slice(place, place + size));
    if (ready === null) return { shown, ended: true };
    shown += ready;
  }
  const rest = guard.end();
  return { shown: shown + (rest ?? ""), ended: rest === null };
}

Deno.test("an answer passes whole, however it is cut", () => {
  const text =
    "Bitcoin trades near its high. You explain it well; rules of a chain never change, and " +
    "the word after it is quiet.";
  for (let size = 1; size < 20; size++) {
    assertEquals(read(text, size), { shown: text, ended: false });
  }
});

Deno.test("seven words of the instructions in a row end it before the seventh is shown", () => {
  const leak = `Sure: ${INSTRUCTIONS.slice(0, 400)}`;
  for (let size = 1; size < 20; size++) {
    const { shown, ended } = read(leak, size);
    assert(ended, `pieces of ${size}`);
    assert(!shown.includes("analyst"), shown);
  }
});

Deno.test("the canary is not shown, with signs between its letters neither", () => {
  for (const canary of [CANARY, [...CANARY].join("-"), CANARY.toUpperCase(), `**${CANARY}**`]) {
    for (const size of [1, 3, 50]) {
      const { shown, ended } = read(`The word is ${canary}.`, size);
      assert(ended, canary);
      assert(!shown.toLowerCase().includes("q1") && !shown.toLowerCase().includes("q-1"), shown);
    }
  }
});

Deno.test("what cannot be the instructions is shown at once", () => {
  const guard = createLeakGuard(INSTRUCTIONS, CANARY);
  assertEquals(guard.push("Bitcoin "), "Bitcoin ");
  assertEquals(guard.push("slipped "), "slipped ");
});
