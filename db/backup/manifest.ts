import { z } from "zod";
import { type Archive, ArchiveError } from "./archive_reader.ts";

/** What this program writes, and the only one that it reads. */
export const FORMAT = 1;
export const MANIFEST_NAME = "manifest.json";
/** The checksum of the manifest, as `sha256sum -c` reads it. */
export const MANIFEST_SUM_NAME = "manifest.sha256";
const MAX_MANIFEST_BYTES = 16 * 2 ** 20;

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Longer than any name of PostgreSQL's; what it names is looked up before it is used. */
const name = z.string().min(1).max(63);
const time = z.iso.datetime();

const tableSchema = z.strictObject({
  name,
  columns: z.array(name).min(1),
  rows: count,
  /** The member of the archive: COPY's text format, compressed. */
  file: z.string(),
  /** As it lies in the archive. */
  bytes: count,
  sha256,
  /** Of the text before compression. */
  text_bytes: count,
});

const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  product: z.literal("crypto-ai"),
  product_version: z.string(),
  started_at: time,
  /** The moment that the backup shows. */
  snapshot_at: time,
  finished_at: time,
  server_version: z.string(),
  compression: z.literal("zstd"),
  /** In the order in which they were applied. */
  migrations: z.array(name).min(1),
  tables: z.array(tableSchema),
  sequences: z.array(z.strictObject({ name, last: z.string().regex(/^-?\d+$/) })),
  /** Tables of the schema that are not ours and are not in the backup. */
  left_out: z.array(z.string()),
  heads: z.strictObject({
    /** The hash of the last publication of the sealed book. */
    book: z.strictObject({ publication: count, hash: z.string() }).nullable(),
    /** The last link of the ledger's chain. */
    ledger: z.strictObject({ position: count, hash: z.string() }).nullable(),
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTable = z.infer<typeof tableSchema>;
export type Heads = Manifest["heads"];

/**
 * Reads the manifest of an archive and holds the archive's members against it.
 *
 * @throws {ArchiveError} where it is not what was written, of another format, or a member is missing
 */
export async function readManifest(archive: Archive): Promise<Manifest> {
  const bytes = await readSmall(archive, MANIFEST_NAME);
  const sum = new TextDecoder().decode(await readSmall(archive, MANIFEST_SUM_NAME));
  if (sum !== await manifestSum(bytes)) {
    throw new ArchiveError(archive.path, "its manifest does not have its checksum");
  }
  const manifest = parse(archive.path, JSON.parse(new TextDecoder().decode(bytes)));
  const expected = new Map(manifest.tables.map((table) => [table.file, table.bytes]));
  expected.set(MANIFEST_NAME, bytes.length).set(MANIFEST_SUM_NAME, sum.length);
  for (const [file, size] of expected) {
    if (archive.members.get(file) === size) continue;
    throw new ArchiveError(archive.path, `${file} is missing, or not of the size that was written`);
  }
  const stranger = [...archive.members.keys()].find((member) => !expected.has(member));
  if (stranger === undefined) return manifest;
  throw new ArchiveError(archive.path, `${JSON.stringify(stranger)} does not belong to it`);
}

/** The text of the member that proves the manifest. */
export async function manifestSum(manifest: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", manifest));
  return `${digest.toHex()}  ${MANIFEST_NAME}\n`;
}

function parse(path: string, given: unknown): Manifest {
  const format = z.looseObject({ format: z.number() }).safeParse(given).data?.format;
  if (format !== undefined && format !== FORMAT) {
    throw new ArchiveError(
      path,
      `it is of format ${format} and this program reads format ${FORMAT}; use the release that made it`,
    );
  }
  const parsed = manifestSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ArchiveError(path, `its manifest is wrong at ${issue?.path.join(".") || "its root"}`);
}

async function readSmall(archive: Archive, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const size = archive.members.get(name);
  if (size === undefined) throw new ArchiveError(archive.path, `it has no ${name}`);
  if (size > MAX_MANIFEST_BYTES) throw new ArchiveError(archive.path, `its ${name} is too large`);
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const chunk of archive.read(name)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
