/** `deno task remote`: the services on the host that terraform made. */
import { type Control, controlHost } from "../deploy/control_host.ts";
import {
  HOST_HELP,
  type HostTask,
  runHostTask,
  type Values,
  wholeNumber,
} from "./run_host_task.ts";
import { UsageError } from "./run_task.ts";

const UNITS = ["web", "worker", "postgres", "deploy"];

const task: HostTask<Control> = {
  name: "remote",
  help: `The services on the host.

Usage: deno task remote start|stop|restart|status|logs|backup|connect [options]

  start, restart      the services that are enabled there, and waits until they are ready; the database
                      is not restarted
  stop                all of them
  status              release, services, disk, memory, health; ends with 1 where it is not ready
  logs                --unit ${UNITS.join("|")} (default web), --lines N (default 100), --follow
  backup              deno task db backup, into /var/lib/crypto-ai/backups there; --fetch copies it to
                      data/backups here, with ssh or local
  connect             a shell on the host
${HOST_HELP}

docs/operations.md says more.`,
  options: {
    unit: { type: "string" },
    lines: { type: "string" },
    follow: { type: "boolean" },
    fetch: { type: "boolean" },
  },
  parse,
  run: controlHost,
};

/** @throws {UsageError} */
function parse(values: Values, words: readonly string[]): Control {
  const [verb, extra] = words;
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
  const stray = ["unit", "lines", "follow"].find((name) => values[name] !== undefined);
  if (verb !== "logs" && stray) throw new UsageError(`--${stray} goes with logs only.`);
  if (verb !== "backup" && values.fetch) throw new UsageError("--fetch goes with backup only.");
  switch (verb) {
    case "start":
    case "stop":
    case "restart":
    case "status":
    case "connect":
      return { verb };
    case "logs":
      return parseLogs(values);
    case "backup":
      return parseBackup(values);
    default:
      throw new UsageError(
        `"${verb ?? ""}" is not start, stop, restart, status, logs, backup or connect.`,
      );
  }
}

function parseLogs(values: Values): Control {
  const unit = values.unit ?? "web";
  if (typeof unit !== "string" || !UNITS.includes(unit)) {
    throw new UsageError(`--unit "${unit}" is not ${UNITS.join(", ")}.`);
  }
  const lines = wholeNumber(values, "lines", 100_000) ?? 100;
  return { verb: "logs", unit, lines, follow: values.follow === true };
}

function parseBackup(values: Values): Control {
  const fetch = values.fetch === true;
  if (fetch && (values.via ?? "ssm") === "ssm") {
    throw new UsageError(
      "--fetch does not go over Systems Manager, which carries no files: use --via ssh.",
    );
  }
  return { verb: "backup", fetch };
}

if (import.meta.main) Deno.exit(await runHostTask(task, Deno.args));
