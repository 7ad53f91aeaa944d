import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { openArchive, openDatabase, restoreBackup, writeBackup } from "../../../db/mod.ts";
import { createArchiveWriter } from "../../../db/backup/archive_writer.ts";
import { type Manifest, manifestSum, readManifest } from "../../../db/backup/manifest.ts";
import { testDatabase } from "../../helpers/database.ts";
import { fillDatabase, readEverything } from "../../helpers/full_database.ts";

/** What someone could do to a manifest, and by what it is found. */
const FORGERIES: readonly (readonly [
  what: string,
  forge: (manifest: Manifest) => object,
  found: string,
])[] = [
  ["another format", (m) => ({ ...m, format: 2 }), "it is of format 2 and this program reads"],
  ["another product", (m) => ({ ...m, product: "other" }), "its manifest is wrong at product"],
  ["a field more", (m) => ({ ...m, note: "x" }), "its manifest is wrong"],
  [
    "a newer release",
    (m) => ({ ...m, product_version: "9.0.0", migrations: [...m.migrations, "m9999_later"] }),
    "release 9.0.0, whose m9999_later this release does not know",
  ],
  [
    "a table less",
    (m) => ({ ...m, tables: m.tables.filter((table) => table.name !== "people") }),
    "its table people is missing",
  ],
  [
    "a table that is not ours",
    (m) => ({ ...m, tables: changed(m, { name: "pg_authid" }) }),
    "its table people is missing",
  ],
  [
    "a column under another name",
    (m) => ({ ...m, tables: changed(m, { columns: ["user_id", "email"] }) }),
    "its table people is missing or not as that of its release",
  ],
  [
    "the rows of another table",
    (m) => {
      const { file, bytes, rows, text_bytes } = m.tables.find((one) => one.name === "settings")!;
      return { ...m, tables: changed(m, { file, bytes, rows, text_bytes }) };
    },
    "tables/settings.copy.zst does not have its checksum",
  ],
  ["a row less", (m) => ({ ...m, tables: changed(m, { rows: 1 }) }), "has 2 rows where 1 were"],
  [
    "another end of the ledger",
    (m) => ({ ...m, heads: { ...m.heads, ledger: { position: 1, hash: "00" } } }),
    "its book or its ledger does not end where it says",
  ],
];

function changed(manifest: Manifest, change: object): object[] {
  return manifest.tables.map((table) => table.name === "people" ? { ...table, ...change } : table);
}

/** Writes an archive again with another manifest, every checksum right. */
async function forge(from: string, to: string, change: (manifest: Manifest) => object) {
  await using archive = await openArchive(from);
  const manifest = await readManifest(archive);
  const text = new TextEncoder().encode(JSON.stringify(change(manifest)));
  using file = await Deno.open(to, { write: true, create: true });
  const writer = createArchiveWriter(file, 0);
  const kept = new Set((change(manifest) as Manifest).tables.map((table) => table.file));
  for (const name of kept) await writer.add(name, archive.read(name));
  await writer.add("manifest.json", chunk(text));
  await writer.add("manifest.sha256", chunk(new TextEncoder().encode(await manifestSum(text))));
  await writer.finish();
}

async function* chunk(bytes: Uint8Array) {
  yield await Promise.resolve(bytes);
}

Deno.test("a backup that was changed is refused, and the database is as it was", async (t) => {
  await using db = await testDatabase();
  await fillDatabase(db);
  const dir = await Deno.makeTempDir();
  const file = join(dir, "good.tar");
  await writeBackup(db, { file, productVersion: "1.2.3", now: Date.now });
  const before = await readEverything(db);
  const task = await openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 1 });
  await db.close();
  for (const [what, change, found] of FORGERIES) {
    await t.step(what, async () => {
      const forged = join(dir, `${what}.tar`);
      await forge(file, forged, change);
      const restore = () =>
        restoreBackup(task, { file: forged, replace: true, complete: () => Promise.resolve() });
      const { message } = await assertRejects(restore, Error, found);
      assertEquals(message.endsWith("Nothing was changed."), true, message);
      assertEquals(await readEverything(task), before);
    });
  }
  await task.close();
  await Deno.remove(dir, { recursive: true });
});
