/** `deno task deploy`: ships the last commit to the host that terraform made. */
import { buildOnly, deploy } from "../deploy/deploy.ts";
import { rollBack } from "../deploy/roll_back.ts";
import { HOST_HELP, type HostTask, runHostTask } from "./run_host_task.ts";
import { UsageError } from "./run_task.ts";

type Arguments =
  | { readonly does: "deploy" | "build"; readonly allowDirty: boolean }
  | { readonly does: "roll back"; readonly name: string | null };

const task: HostTask<Arguments> = {
  name: "deploy",
  help:
    `Ships the last commit to the host: builds it here, copies it, installs its packages there, migrates the
database, switches, restarts, and waits until it is ready. A release that does not become ready is rolled
back on the host by itself. It ships no settings and no secrets: those are in /etc/crypto-ai/env there.

Usage: deno task deploy [options]
       deno task deploy --rollback [RELEASE] [options]

  --rollback          back to the release before, or to RELEASE; deno task remote status lists them
  --build-only        leaves archive and checksum in data/releases and ships nothing
  --allow-dirty       although files differ from the last commit; they are not shipped
${HOST_HELP}

docs/operations.md says more.`,
  options: {
    "allow-dirty": { type: "boolean" },
    "build-only": { type: "boolean" },
    rollback: { type: "boolean" },
  },

  parse(values, words) {
    const allowDirty = values["allow-dirty"] === true;
    if (values.rollback !== true) {
      if (words[0] !== undefined) throw new UsageError(`"${words[0]}" goes with --rollback only.`);
      return { does: values["build-only"] === true ? "build" : "deploy", allowDirty };
    }
    const stray = ["allow-dirty", "build-only"].find((name) => values[name] !== undefined);
    if (stray) throw new UsageError(`--${stray} does not go with --rollback.`);
    if (words[1] !== undefined) throw new UsageError(`"${words[1]}" is one argument too many.`);
    if (words[0] !== undefined && !/^[0-9A-Za-z][0-9A-Za-z.+_-]*$/.test(words[0])) {
      throw new UsageError(`"${words[0]}" is not the name of a release.`);
    }
    return { does: "roll back", name: words[0] ?? null };
  },

  staysHere: (args) => args.does === "build",

  run(context, args) {
    if (args.does === "roll back") return rollBack(context, args.name);
    return args.does === "build" ? buildOnly(context, args) : deploy(context, args);
  },
};

if (import.meta.main) Deno.exit(await runHostTask(task, Deno.args));
