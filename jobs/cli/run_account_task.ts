import { type Database, migrate, openDatabase } from "../../db/mod.ts";
import type { DoneBy } from "../../server/auth/done_by.ts";
import { loadSecrets, type Secrets } from "../../server/auth/secrets.ts";
import { loadConfig } from "../../server/config.ts";
import { printPrivately } from "../../server/print_privately.ts";
import { readSettings } from "../../server/read_settings.ts";
import { UsageError } from "./run_task.ts";

/** What a task about accounts or keys works with. */
export interface AccountTaskContext {
  readonly db: Database;
  readonly secrets: Secrets;
  /** For the audit log: the task, not whoever runs it, who is unknown. */
  readonly by: DoneBy;
}

/** Does the work and resolves to what is printed. */
export type AccountTask = (context: AccountTaskContext) => Promise<string>;

/**
 * Runs one task on accounts, beside a running server or without one.
 *
 * @param parse reads the command line; throws {@link UsageError} or a parse error of `node:util`
 * @returns the exit code: 0 done, 1 failed with one plain sentence on stderr, 2 wrong usage
 */
export async function runAccountTask(
  task: { readonly name: string; readonly help: string; parse(args: string[]): AccountTask },
  args: string[],
): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(task.help);
    return 0;
  }
  let work: AccountTask;
  try {
    work = task.parse(args);
  } catch (error) {
    const reason = sentence(error).split(". ")[0]!.replace(/\.$/, "");
    console.error(`${reason}. See deno task ${task.name} --help.`);
    return 2;
  }
  try {
    // A new key or password may be in it.
    printPrivately(await withDatabase(`${task.name} ${args[0]}`, work));
    return 0;
  } catch (error) {
    console.error(sentence(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function withDatabase(name: string, work: AccountTask): Promise<string> {
  const config = loadConfig(await readSettings(Deno.env.toObject(), Deno.cwd()));
  const db = await openDatabase({
    dataDir: config.dataDir,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
    poolSize: 1,
    shared: true,
  });
  try {
    await migrate(db);
    const actor = { kind: "task", name, userId: null } as const;
    const by = { actor, requestId: null, atMs: Date.now() };
    return await work({ db, secrets: await loadSecrets(db, config), by });
  } finally {
    await db.close();
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
