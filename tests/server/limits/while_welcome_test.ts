import { assertEquals, assertRejects } from "@std/assert";
import { AppError } from "../../../server/errors.ts";
import { whileWelcome } from "../../../server/limits/while_welcome.ts";

const CHECK_MS = 5;

/** What the listener hears of a source that sends two items and then waits until it is let go. */
async function hear(assertWelcome: () => Promise<void>, rest: Promise<void>): Promise<number[]> {
  async function* source() {
    yield 1;
    yield 2;
    await rest;
    yield 3;
  }
  return await Array.fromAsync(whileWelcome(source(), assertWelcome, CHECK_MS));
}

Deno.test("a listener who is welcome hears everything, and the stream ends with its source", async () => {
  let checks = 0;
  const rest = Promise.withResolvers<void>();
  const check = () => {
    if (++checks === 3) rest.resolve();
    return Promise.resolve();
  };
  assertEquals(await hear(check, rest.promise), [1, 2, 3]);
});

Deno.test("a database that is away while it is looked ends nothing", async () => {
  let checks = 0;
  const rest = Promise.withResolvers<void>();
  const failures = [new Error("Connection terminated"), new AppError("UNAVAILABLE", "Away.")];
  const check = () => {
    const failure = failures[checks++];
    if (failure === undefined) rest.resolve();
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };
  assertEquals(await hear(check, rest.promise), [1, 2, 3]);
});

Deno.test("who is no longer welcome is told so while nothing comes, and the source is let go", async () => {
  const rest = Promise.withResolvers<void>();
  const refuse = () => Promise.reject(new AppError("UNAUTHORIZED", "The key has ended."));
  await assertRejects(() => hear(refuse, rest.promise), AppError, "The key has ended.");
  rest.resolve();
});

Deno.test("a listener who leaves ends the source", async () => {
  let isOver = false;
  async function* source() {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      isOver = true;
    }
  }
  for await (const _ of whileWelcome(source(), () => Promise.resolve(), CHECK_MS)) break;
  await Promise.resolve();
  assertEquals(isOver, true);
});
