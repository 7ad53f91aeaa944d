import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openLog } from "../../server/log.ts";

const DAY_MS = 86_400_000;
const NOON_MS = Date.UTC(2026, 10, 21, 12);

async function withLog(
  work: (
    log: Awaited<ReturnType<typeof openLog>>,
    clock: { nowMs: number },
    human: string[],
  ) => void | Promise<void>,
  level: "DEBUG" | "WARN" = "DEBUG",
): Promise<{ files: Map<string, string>; human: string[] }> {
  const folder = await Deno.makeTempDir({ prefix: "log test " });
  const clock = { nowMs: NOON_MS };
  const human: string[] = [];
  const log = await openLog({
    file: `${folder}/app.log`,
    level,
    retentionDays: 2,
    writeLine: (line) => human.push(line),
    now: () => clock.nowMs,
  });
  await work(log, clock, human);
  log.close();
  const files = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    files.set(name, await Deno.readTextFile(`${folder}/${name}`));
  }
  await Deno.remove(folder, { recursive: true });
  return { files, human };
}

Deno.test("a line is JSON with time, level, message and fields; a person gets the sentence", async () => {
  const { files, human } = await withLog((log) => {
    log.info("Candles are stored.", { rows: 5 });
    log.warn("The exchange is slow.");
  });
  const [first] = (files.get("app.log") ?? "").split("\n");
  assertEquals(JSON.parse(first!), {
    level: "info",
    time: "2026-11-21T12:00:00.000Z",
    rows: 5,
    message: "Candles are stored.",
  });
  assertEquals(human, ["Candles are stored.", "warn: The exchange is slow."]);
});

Deno.test("requests go to the file alone, and lower levels nowhere", async () => {
  const { files, human } = await withLog((log) => {
    log.debug("quiet");
    log.info("quiet");
    log.warn("loud");
    log.access("GET / 200", { path: "/" });
  }, "WARN");
  assertEquals(human, ["warn: loud"]);
  assertEquals((files.get("app.log") ?? "").trim().split("\n").length, 1);
});

Deno.test("secrets are not written, at the top or one level down", async () => {
  const { files } = await withLog((log) => {
    log.info("x", { apiKey: "hunter2", headers: { authorization: "Bearer hunter2" }, path: "/a" });
  });
  const text = files.get("app.log") ?? "";
  assert(!text.includes("hunter2"), text);
  assertStringIncludes(text, '"path":"/a"');
});

Deno.test("each day has its file, and days beyond the retention are deleted", async () => {
  const { files } = await withLog((log, clock) => {
    for (let day = 0; day < 5; day++) {
      clock.nowMs = NOON_MS + day * DAY_MS;
      log.info(`day ${day}`);
    }
  });
  assertEquals([...files.keys()].sort(), [
    "app.2026-11-23.log",
    "app.2026-11-24.log",
    "app.log",
  ]);
  assertStringIncludes(files.get("app.2026-11-24.log") ?? "", "day 3");
  assertStringIncludes(files.get("app.log") ?? "", "day 4");
});
