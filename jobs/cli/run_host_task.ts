import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { CommandError } from "../deploy/command.ts";
import type { DeployContext } from "../deploy/deploy.ts";
import { createDryRun, createExecutor } from "../deploy/executor.ts";
import { findHost, HOST_SHAPES, type HostOptions } from "../deploy/find_host.ts";
import { UsageError } from "./run_task.ts";

/** A task that works on the host that terraform made. */
export interface HostTask<Arguments> {
  /** `deno task NAME`. */
  readonly name: string;
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** @throws {UsageError} */
  parse(values: Values, words: readonly string[]): Arguments;
  /** Whether it stays on this machine, and no host has to be known. */
  staysHere?(args: Arguments): boolean;
  /** Does the work and resolves to the last word, if there is one. */
  run(context: DeployContext, args: Arguments): Promise<string>;
}

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** How the host is named and reached: the same for both tasks. */
export const HOST_HELP =
  `  --via ssm           over AWS Systems Manager by the AWS command line (the default): no open port, no key
  --via ssh           over SSH, as a user who may sudo without a password
  --via local         this machine is the host
  --instance-id ID    with ssm; default: terraform's output instance_id
  --region REGION     with ssm; default: what the AWS command line finds by itself
  --host NAME         with ssh; default: terraform's output elastic_ip
  --user NAME         with ssh (default ec2-user)
  --port N            with ssh (default 22)
  --identity FILE     with ssh: a private key
  --root DIR          everything on the host below DIR: a trial that leaves the system alone
  --dry-run           prints each command, runs none but those that only ask (git, terraform)
  --help              this text`;

const HOST_OPTIONS = {
  via: { type: "string" },
  "instance-id": { type: "string" },
  region: { type: "string" },
  host: { type: "string" },
  user: { type: "string" },
  port: { type: "string" },
  identity: { type: "string" },
  root: { type: "string" },
  "dry-run": { type: "boolean" },
} as const satisfies ParseArgsOptionsConfig;

/** @returns the exit code: 0 done, 1 failed with one plain sentence on stderr, 2 wrong usage */
export async function runHostTask<A>(task: HostTask<A>, args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(task.help);
    return 0;
  }
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...HOST_OPTIONS, ...task.options },
      allowPositionals: true,
    });
    // No option of ours may be given more than once.
    const given = values as Values;
    return await work(task, task.parse(given, positionals), readHost(given), given);
  } catch (error) {
    console.error(`${usageProblem(error)} See deno task ${task.name} --help.`);
    return 2;
  }
}

async function work<A>(
  task: HostTask<A>,
  args: A,
  host: HostOptions,
  values: Values,
): Promise<number> {
  const isDryRun = values["dry-run"] === true;
  const executor = isDryRun ? createDryRun((line) => console.log(line)) : createExecutor();
  try {
    const way = task.staysHere?.(args) ? { ...host, via: "local" as const } : host;
    const transport = await findHost(executor, way);
    const say = (line: string) => console.log(isDryRun ? `# ${line}` : line);
    const root = typeof values.root === "string" ? values.root : "";
    const outcome = await task.run({ executor, transport, root, say }, args);
    if (outcome !== "" && !isDryRun) console.log(outcome);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** @throws {UsageError} */
function readHost(values: Values): HostOptions {
  const via = values.via ?? "ssm";
  if (via !== "ssm" && via !== "ssh" && via !== "local") {
    throw new UsageError(`--via "${via}" is not ssm, ssh or local.`);
  }
  const onlyWith = { ssm: ["instance-id", "region"], ssh: ["host", "user", "port", "identity"] };
  for (const [way, names] of Object.entries(onlyWith)) {
    const stray = names.find((name) => values[name] !== undefined);
    if (way !== via && stray) throw new UsageError(`--${stray} goes with --via ${way} only.`);
  }
  if (typeof values.root === "string" && !/^\/[\w./-]*\w$/.test(values.root)) {
    throw new UsageError(`--root "${values.root}" is not an absolute path of plain characters.`);
  }
  const port = wholeNumber(values, "port", 65_535);
  return {
    via,
    ...shaped(values, "instance-id", "instanceId"),
    ...shaped(values, "region", "region"),
    ...shaped(values, "host", "host"),
    user: "ec2-user",
    ...shaped(values, "user", "user"),
    ...(port !== undefined && { port }),
    ...(typeof values.identity === "string" && { identity: values.identity }),
  };
}

function shaped(values: Values, option: string, name: keyof typeof HOST_SHAPES) {
  const value = values[option];
  if (typeof value !== "string") return {};
  if (HOST_SHAPES[name].test(value)) return { [name]: value };
  throw new UsageError(`--${option} "${value}" cannot be one.`);
}

/** @throws {UsageError} */
export function wholeNumber(values: Values, name: string, max: number): number | undefined {
  const text = values[name];
  if (typeof text !== "string") return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= max) return number;
  throw new UsageError(`--${name} "${text}" is not a whole number from 1 to ${max}.`);
}

/** The first sentence: `node:util` goes on with advice that does not fit here. */
function usageProblem(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const isOfParser = error instanceof TypeError && "code" in error;
  if (!isOfParser) throw error;
  return `${error.message.split(". ")[0]!.replace(/\.$/, "")}.`;
}
