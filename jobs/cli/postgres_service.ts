/**
 * What a service manager needs to run PostgreSQL beside us. No task: the scripts in terraform/scripts
 * call it.
 */
import { installPrograms, prepareService } from "../../db/embedded/prepare_service.ts";

const USAGE = `Usage: postgres_service.ts programs FOLDER
       postgres_service.ts cluster DATA_DIR PROGRAMS PORT

  programs  copies PostgreSQL out of the packages to FOLDER/VERSION and prints where
  cluster   makes the cluster in DATA_DIR, where there is none, and prints its address`;

/** @returns the exit code: 0 done, 1 failed with a sentence on stderr, 2 wrong usage */
async function main(args: readonly string[]): Promise<number> {
  const [verb, folder = "", programs = "", port = ""] = args;
  try {
    if (verb === "programs" && args.length === 2) {
      console.log(await installPrograms(folder));
      return 0;
    }
    if (verb === "cluster" && args.length === 4 && /^\d{1,5}$/.test(port)) {
      console.log(await prepareService({ dataDir: folder, programs, port: Number(port) }));
      return 0;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  console.error(USAGE);
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
