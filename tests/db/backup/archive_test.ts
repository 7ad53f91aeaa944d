import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { ArchiveError, checkArchive, openArchive } from "../../../db/mod.ts";
import { decodeHeader, encodeHeader } from "../../../db/backup/tar_header.ts";
import { writeBackup } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const MADE_MS = Date.UTC(2026, 10, 21, 4, 10);

/** A backup of a database that has nothing but its schema, and a folder for it. */
async function smallBackup() {
  const dir = await Deno.makeTempDir();
  const file = join(dir, "small.tar");
  await using db = await testDatabase();
  await writeBackup(db, { file, productVersion: "1.2.3", now: () => MADE_MS });
  return {
    dir,
    file,
    bytes: await Deno.readFile(file),
    [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }),
  };
}

async function check(file: string): Promise<void> {
  await using archive = await openArchive(file);
  await checkArchive(archive);
}

Deno.test("sizes of any file fit into a header", () => {
  for (const bytes of [0, 1, 511, 8 ** 11 - 1, 8 ** 11, 40 * 2 ** 40]) {
    const member = { name: "tables/candles.copy.zst", bytes };
    assertEquals(decodeHeader(encodeHeader(member, MADE_MS)), member);
  }
  assertEquals(decodeHeader(new Uint8Array(512)), null);
  assertThrows(() => encodeHeader({ name: "x".repeat(101), bytes: 1 }, MADE_MS), RangeError);
});

Deno.test("one wrong byte anywhere in a backup is found", async () => {
  await using backup = await smallBackup();
  const { file, bytes } = backup;
  await check(file);
  // The step is prime: it meets headers, padding, tables, the manifest, its checksum and the end.
  const places = [0, bytes.length - 1];
  for (let at = 7; at < bytes.length; at += 3_301) places.push(at);
  for (const at of places) {
    const wrong = bytes.slice();
    wrong[at]! ^= 1;
    await Deno.writeFile(file, wrong);
    await assertRejects(() => check(file), ArchiveError, "cannot be used", `byte ${at}`);
  }
});

Deno.test("a backup that is cut off or has more to it is refused", async () => {
  await using backup = await smallBackup();
  const { file, bytes } = backup;
  for (const length of [0, 1, 512, 700, bytes.length - 1024, bytes.length - 1]) {
    await Deno.writeFile(file, bytes.subarray(0, length));
    await assertRejects(() => check(file), ArchiveError, "cannot be used", `${length} bytes`);
  }
  await Deno.writeFile(file, new Uint8Array([...bytes, ...new Uint8Array(512)]));
  await assertRejects(() => check(file), ArchiveError, "does not end where it should");
  await Deno.writeTextFile(file, "a text that is no archive ".repeat(100));
  await assertRejects(() => check(file), ArchiveError, "checksum");
  await assertRejects(() => check(join(backup.dir, "none.tar")), ArchiveError, "none.tar");
});

Deno.test("a backup is a tar file that any tar lists", async () => {
  await using backup = await smallBackup();
  const run = await new Deno.Command("tar", { args: ["-tvf", backup.file] }).output()
    .catch(() => null);
  if (run === null) return console.log("skipped: there is no tar on this machine");
  const lines = new TextDecoder().decode(run.stdout).trim().split("\n");
  assertEquals(run.code, 0, new TextDecoder().decode(run.stderr));
  assertMatch(lines[0]!, /^-rw------- .* tables\/alert_marks\.copy\.zst$/);
  assert(lines.at(-2)!.endsWith(" manifest.json"), lines.at(-2));
  assert(lines.at(-1)!.endsWith(" manifest.sha256"), lines.at(-1));
});
