import { fromFileUrl, join } from "@std/path";
import { makeRecorder, type Recorder } from "./recorder.ts";
import { makeRepository, type Repository } from "./repository.ts";

const STUBS = fromFileUrl(new URL("stand_in/", import.meta.url));
const ROOT = fromFileUrl(new URL("../../../", import.meta.url));

/** The scripts are for hosts with Linux, and the stand-in is one. */
export const ON_LINUX = { ignore: Deno.build.os !== "linux" };
if (ON_LINUX.ignore) console.log("skipped: the stand-in host needs Linux");

/** A workstation with a repository, and a host that is a folder on this machine. */
export interface StandIn extends AsyncDisposable {
  /** Everything on the host is below it. */
  readonly root: string;
  readonly repository: Repository;
  /** What was run on the workstation. */
  readonly recorder: Recorder;
  /** Where the host's application listens. */
  readonly url: string;
  /** Runs `deno task NAME` on the workstation, with that task's permissions. */
  task(name: string, args: readonly string[], env?: Record<string, string>): Deno.ChildProcess;
  /**
   * Has `deno install` link these packages, and the build copy these pages, on host and workstation.
   */
  preinstall(packages: string, pages: string): Promise<void>;
  /** Text of a file of the host; empty where there is none. */
  read(path: string): Promise<string>;
  /** Names in a folder of the host, sorted. */
  list(path: string): Promise<string[]>;
}

/** How a task ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param settings of the host's environment file; null leaves one out that is there by default */
export async function makeStandIn(
  settings: Record<string, string | null> = {},
): Promise<StandIn> {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "stand-in-" }));
  await Deno.chmod(home, 0o755);
  const root = join(home, "host");
  const port = freePort();
  await Deno.mkdir(join(root, "etc/crypto-ai"), { recursive: true });
  const env = {
    API_PORT: String(port),
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    ...settings,
  };
  const lines = Object.entries(env).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value}\n`]
  );
  await Deno.writeTextFile(join(root, "etc/crypto-ai/env"), lines.join(""));
  const repository = await makeRepository(join(home, "workstation"));
  const { hostPath, recorder } = await makePrograms(home);
  const task: StandIn["task"] = (name, args, given = {}) =>
    startTask(name, args, repository.path, {
      PATH: `${recorder.folder}:${hostPath}`,
      STAND_IN_PATH: hostPath,
      STAND_IN_COMMANDS: join(home, "commands"),
      CRYPTO_AI_SETTLE_SECONDS: "0.1",
      CRYPTO_AI_READY_SECONDS: "20",
      ...given,
    });
  return {
    root,
    repository,
    recorder,
    url: `http://127.0.0.1:${port}`,
    task,
    preinstall: (packages, pages) => makeDeno(home, packages, pages),
    read: (path) => Deno.readTextFile(join(root, path)).catch(() => ""),
    list: async (path) =>
      (await Array.fromAsync(Deno.readDir(join(root, path)), (entry) => entry.name)).sort(),
    async [Symbol.asyncDispose]() {
      const units = ["crypto-ai-web", "crypto-ai-worker", "crypto-ai-postgres"];
      await new Deno.Command(join(STUBS, "systemctl"), {
        args: ["stop", ...units],
        env: { CRYPTO_AI_ROOT: root },
      }).output();
      await Deno.remove(home, { recursive: true });
    },
  };
}

/** The programs of the host, found before those of this machine, and those of the workstation. */
async function makePrograms(home: string) {
  const programs = join(home, "host-programs");
  await Deno.mkdir(programs);
  for (const name of ["systemctl", "journalctl", "sudo"]) {
    await Deno.symlink(join(STUBS, name), join(programs, name));
  }
  await Deno.symlink(Deno.execPath(), join(programs, "deno"));
  const hostPath = `${programs}:${Deno.env.get("PATH")}`;
  const recorder = await makeRecorder(join(home, "recorder"), {
    git: await findProgram("git"),
    tar: await findProgram("tar"),
    deno: Deno.execPath(),
    ssh: join(STUBS, "ssh"),
    aws: join(STUBS, "aws"),
  });
  return { hostPath, recorder };
}

/**
 * A Deno for the host that links the packages from elsewhere and one for the workstation that takes the
 * pages, which both do all else themselves.
 */
async function makeDeno(home: string, packages: string, pages: string): Promise<void> {
  const cases = {
    "host-programs/deno": `"install --frozen --quiet") exec ln -s ${packages} node_modules ;;`,
    "recorder/deno": `"install --frozen --quiet") exit ;;
  *jobs/cli/build_web.ts) exec cp -r ${pages} web/ ;;`,
  };
  for (const [name, instead] of Object.entries(cases)) {
    const path = join(home, name);
    const script = `#!/usr/bin/env bash
case "$*" in
  ${instead}
esac
exec ${Deno.execPath()} "$@"
`;
    await Deno.remove(path);
    await Deno.writeTextFile(path, script, { mode: 0o755 });
  }
}

async function findProgram(name: string): Promise<string> {
  const args = ["-c", `command -v ${name}`];
  const { stdout } = await new Deno.Command("bash", { args }).output();
  return new TextDecoder().decode(stdout).trim();
}

function startTask(
  name: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Deno.ChildProcess {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json"))) as {
    tasks: Record<string, { command: string }>;
  };
  const words = tasks[name]!.command.split(" ").slice(2, -1);
  const file = join(ROOT, "jobs/cli", `${name}.ts`);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--config", join(ROOT, "deno.json"), ...words, file, ...args],
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

export async function endOf(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Waits for a file to be there. */
export async function waitForFile(path: string): Promise<void> {
  while (!await Deno.stat(path).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port that is free now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
