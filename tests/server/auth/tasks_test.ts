import { assert, assertEquals, assertMatch } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp, type TestApp } from "../app_for_tests.ts";
import { as, logIn, me } from "./accounts_for_tests.ts";

const ROOT = new URL("../../../", import.meta.url);

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a task on the server's database, with the task's own permissions. */
async function runTask(server: TestApp, args: string[], stdin?: string): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: ROOT,
    env: {
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      DATABASE_URL: server.app.db.url,
      DATA_DIR: server.app.config.dataDir,
    },
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const WRONG_USE_OF_USER = [
  [],
  ["create"],
  ["create", "--email", "x"],
  ["create", "--email", "a@b.cd", "--role", "king"],
  ["create", "--email", "a@b.cd", "--password", "in the process list"],
  ["disable"],
  ["promote", "jo"],
];

const lastLine = (text: string) => text.split("\n").at(-1)!;

Deno.test("deno task user works beside a running server", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs });
  const user = (...args: string[]) => runTask(server, ["user", ...args]);

  await t.step("create prints a password once, with which one can sign in", async () => {
    const { code, stdout } = await user("create", "--email", "Boss@example.com", "--role", "admin");
    assertEquals(code, 0);
    const answer = await logIn(server, "boss@example.com", lastLine(stdout));
    assertEquals((await me(server, answer.body.access_token)).body.role, "admin");
  });
  await t.step("create takes a password from standard input, by the same rules", async () => {
    const create = (email: string, password: string) =>
      runTask(server, ["user", "create", "--email", email, "--password-stdin"], `${password}\n`);
    const made = await create("jo@example.com", "eight dry badgers");
    assertEquals(made.code, 0);
    assert(!made.stdout.includes("eight dry badgers"));
    assertEquals((await logIn(server, "jo@example.com", "eight dry badgers")).status, 200);
    const refused = await create("weak@example.com", "password123");
    assertEquals(refused.code, 1);
    assertMatch(refused.stderr, /^The password cannot be used/);
    assert(!refused.stderr.includes("password123"));
  });
  await t.step("an email that is taken is refused in one sentence", async () => {
    const { code, stderr } = await user("create", "--email", "jo@example.com");
    assertEquals([code, stderr.split("\n").length], [1, 1]);
  });
  await t.step("list shows everyone, and no hash", async () => {
    const { stdout } = await user("list");
    assertMatch(stdout, /boss@example\.com\tadmin\tactive/);
    assertMatch(stdout, /jo@example\.com\tuser\tactive/);
    assert(!stdout.includes("argon2"));
  });
  await t.step("disable ends a session of the running server within seconds", async () => {
    const token = (await logIn(server, "jo@example.com", "eight dry badgers")).body.access_token;
    assertEquals((await me(server, token)).status, 200);
    assertEquals((await user("disable", "JO@example.com")).code, 0);
    nowMs += 2_000;
    assertEquals((await me(server, token)).status, 401);
    assertEquals((await user("enable", "--email", "jo@example.com")).code, 0);
  });
  await t.step("reset-password prints a new one", async () => {
    const { code, stdout } = await user("reset-password", "jo@example.com");
    assertEquals(code, 0);
    assertEquals((await logIn(server, "jo@example.com", lastLine(stdout))).status, 200);
  });
  await t.step("wrong usage is 2, an unknown person 1", async () => {
    for (const args of WRONG_USE_OF_USER) {
      assertEquals((await user(...args)).code, 2, args.join(" "));
    }
    assertEquals((await user("disable", "nobody@example.com")).code, 1);
  });
  await t.step("the audit log says that the command line did it", async () => {
    const rows = await db.sql<{ actor: string }>(
      "select distinct actor from audit_log where actor_kind = 'task' order by 1",
    );
    const names = ["user create", "user disable", "user enable", "user reset-password"];
    assertEquals(rows.map(({ actor }) => actor), names);
  });
});

Deno.test("deno task apikey works beside a running server", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs });
  const apikey = (...args: string[]) => runTask(server, ["apikey", ...args]);
  const made = await apikey("create", "--role", "admin", "--name", "ci", "--expires", "7");
  const key = lastLine(made.stdout);

  await t.step("create prints a key that the server takes", async () => {
    assertEquals(made.code, 0);
    assertMatch(key, /^pck_[0-9a-f]{48}$/);
    assertEquals((await me(server, key)).body.role, "admin");
    const { keys } = await as(server).keys.list.query({ all: true });
    const left = Date.parse(keys[0]!.expires_at!) - nowMs;
    assert(Math.abs(left - 7 * 86_400_000) < 60_000);
  });
  await t.step("list shows its beginning", async () => {
    const { stdout } = await apikey("list");
    assert(stdout.includes(`${key.slice(0, 12)}…\tadmin\tin force`));
    assert(!stdout.includes(key));
  });
  await t.step("rotate prints another; both work", async () => {
    const next = lastLine((await apikey("rotate", "1")).stdout);
    assertEquals((await me(server, next)).body.name, "ci");
    assertEquals((await me(server, key)).status, 200);
  });
  await t.step("revoke ends it within seconds", async () => {
    assertEquals((await apikey("revoke", "1")).code, 0);
    nowMs += 2_000;
    assertEquals((await me(server, key)).status, 401);
  });
  await t.step("wrong usage is 2, what cannot be done 1", async () => {
    for (
      const args of [
        [],
        ["create"],
        ["create", "--role", "king"],
        ["create", "--role", "user", "--expires", "0"],
        ["revoke"],
        ["revoke", "one"],
        ["rotate", "1", "--overlap", "-1"],
      ]
    ) {
      assertEquals((await apikey(...args)).code, 2, args.join(" "));
    }
    assertEquals((await apikey("revoke", "1")).code, 1);
    assertEquals((await apikey("rotate", "77")).code, 1);
    assertEquals((await apikey("create", "--role", "user", "--user", "nobody")).code, 1);
  });
});
