import { join, resolve } from "@std/path";
import {
  type Erasure,
  findErasedPeople,
  listErasures,
  type Manifest,
  noteErasures,
  recordAct,
  restoreBackup,
  settleRestored,
  type TransactionalSql,
} from "../../db/mod.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import { erasePerson } from "../../server/privacy/erase_person.ts";
import { openBackups } from "../back_up_database.ts";
import { BACKUP_PREFIX, parseBackupName } from "../backup/backup_name.ts";
import { reportBackup } from "../backup/report_backup.ts";
import type { JobsConfig } from "../context.ts";
import { readErasureRegister } from "../keep_erasures.ts";
import { verifyDatabase } from "../verify_database.ts";
import type { DbTask } from "./db.ts";

const ACTOR = { kind: "task", name: "db restore", userId: null } as const;

/**
 * Restores a backup. In the one transaction of it, people who were erased since it was made are erased
 * again, what had a meaning only at its moment is ended, and all is proved.
 */
export async function restore(task: DbTask): Promise<string> {
  const { db, options, signal, report, say } = task;
  const config = jobsConfig(task.config);
  await using source = await findFile(task.file!, config, say);
  const register = await readRegister(config, options.has("without-register"), say);
  const known: Erasure[] = [...register.erasures];
  const outcome: string[] = [];
  const manifest = await restoreBackup(db, {
    ...{ file: source.path, replace: options.has("replace"), signal },
    onProgress: reportBackup(report, Date.now),
    async before(old) {
      known.push(...await listErasuresIfAny(old));
    },
    async complete(restored, manifest) {
      outcome.push(await eraseAgain(restored, known), await settle(restored, manifest));
      outcome.push(...await verifyDatabase(restored, { nowMs: Date.now() }));
    },
  });
  if (!register.isThere && rowsOf(manifest, "people") > 0) say(NO_REGISTER);
  return [
    `${
      rowsOf(manifest)
    } rows of ${manifest.tables.length} tables were restored, as of ${manifest.snapshot_at}.`,
    ...outcome,
  ].join("\n");
}

const NO_REGISTER =
  "warning: no register of erasures was found, in BACKUP_TARGET or in DATA_DIR. Who " +
  "was erased after the backup was made is back, unless the database that was replaced knew of it.";

/** Of one table, or of all. */
function rowsOf({ tables }: Manifest, name?: string): number {
  const counted = name === undefined ? tables : tables.filter((table) => table.name === name);
  return counted.reduce((sum, table) => sum + table.rows, 0);
}

interface Source extends AsyncDisposable {
  readonly path: string;
}

/** A file of this machine, else a backup of the target, which is fetched for the time being. */
async function findFile(
  given: string,
  config: JobsConfig,
  say: DbTask["say"],
): Promise<Source> {
  const isHere = await Deno.stat(given).then((found) => found.isFile, () => false);
  const isOfTarget = given === "latest" || parseBackupName(given) !== null;
  if (isHere || !isOfTarget) {
    return { path: resolve(given), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { target } = openBackups(config);
  const name = given === "latest" ? await latestOf(target) : given;
  const folder = join(config.dataDir, "backup");
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${crypto.randomUUID()}.fetched`);
  const remove = () => Deno.remove(path).catch(() => {});
  try {
    await target.fetch(name, path);
  } catch (error) {
    await remove();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} cannot be fetched from ${target.place}: ${reason}`, { cause: error });
  }
  say(`Restoring ${name} from ${target.place}.`);
  return { path, [Symbol.asyncDispose]: remove };
}

async function latestOf(target: ReturnType<typeof openBackups>["target"]): Promise<string> {
  const names = (await target.list(BACKUP_PREFIX)).flatMap(({ name }) =>
    parseBackupName(name) ?? []
  )
    .filter((one) => one.isProved).toSorted((a, b) => b.madeAtMs - a.madeAtMs);
  if (names[0] !== undefined) return names[0].name;
  throw new Error(`There is no backup in ${target.place}.`);
}

async function readRegister(
  config: JobsConfig,
  without: boolean,
  say: DbTask["say"],
): Promise<{ readonly erasures: readonly Erasure[]; readonly isThere: boolean }> {
  try {
    const { erasures, places } = await readErasureRegister(config);
    return { erasures, isThere: places.length > 0 };
  } catch (error) {
    if (!without) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${reason}. People who were erased would come back. Make it readable, or restore with ` +
          "--without-register and erase them again by hand. Nothing was changed.",
        { cause: error },
      );
    }
    say("warning: restored without the register of erasures.");
    return { erasures: [], isThere: true };
  }
}

/** Those that the database knows of which is about to be replaced. */
async function listErasuresIfAny(old: TransactionalSql): Promise<Erasure[]> {
  const [row] = await old.sql<{ found: boolean }>(
    "select to_regclass(quote_ident(current_schema()) || '.erasures') is not null as found",
  );
  return row!.found ? await listErasures(old) : [];
}

async function eraseAgain(
  restored: TransactionalSql,
  erasures: readonly Erasure[],
): Promise<string> {
  const people = await findErasedPeople(restored, erasures);
  for (const userId of people) {
    await erasePerson({ db: restored, now: Date.now }, userId, { actor: ACTOR, requestId: null });
  }
  await noteErasures(restored, erasures);
  return people.length === 0
    ? "Nobody who is in it was erased since."
    : `Erased again, since they were erased after the backup: ${people.length}.`;
}

async function settle(restored: TransactionalSql, manifest: Manifest): Promise<string> {
  const { sessions, messages } = await settleRestored(restored, { nowMs: Date.now() });
  await recordAct(restored, {
    actor: ACTOR,
    act: "database.restore",
    target: null,
    details: { snapshot_at: manifest.snapshot_at, product_version: manifest.product_version },
    requestId: null,
    atMs: Date.now(),
  });
  return `Sessions ended: ${sessions}. Messages that had been waiting, and are not sent: ${messages}. ` +
    "Keys that were revoked since then are valid again: see deno task apikey list.";
}
