import { setTimeout as delay } from "node:timers/promises";
import { join } from "@std/path";
import { DatabaseError } from "../database.ts";
import type { Binaries } from "./binaries.ts";
import { readTextIfAny } from "./files.ts";
import { isPostgres, readPostmaster, servesCluster } from "./postmaster.ts";
import { runProgram } from "./run_program.ts";
import { writeSettings } from "./settings.ts";
import { clearStalePidFile } from "./stale_pid_file.ts";
import type { ServerState } from "./state_dir.ts";

const START_SECONDS = 60;
const STOP_SECONDS = 60;
const PORT_ATTEMPTS = 5;

/** A server that answers, started now or found running. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly adopted: boolean;
}

/**
 * Takes over the server that a killed process left running, else starts one.
 *
 * @throws {DatabaseError} with the server's own last words
 */
export async function startServer(
  state: ServerState,
  binaries: Binaries,
  password: string,
  choosePort: () => number = freePort,
): Promise<RunningServer> {
  const running = await adoptServer(state, password);
  if (running) return running;
  let failure = "";
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
    const port = choosePort();
    await writeSettings(state, port);
    failure = await launch(state, binaries);
    const postmaster = await readPostmaster(state.clusterDir);
    if (failure === "" && postmaster && await servesCluster(state, port, password)) {
      return { port, pid: postmaster.pid, adopted: false };
    }
    // Another program may have taken the port since we looked; anything else will not get better.
    if (!/address already in use|could not bind/i.test(failure)) break;
  }
  throw new DatabaseError(
    `The database in ${state.clusterDir} did not start: ${failure || "it does not answer"}`,
  );
}

/** Waits for a server that is still starting or recovering; one that is not ours is not touched. */
async function adoptServer(state: ServerState, password: string): Promise<RunningServer | null> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (true) {
    const postmaster = await readPostmaster(state.clusterDir);
    if (!postmaster) return null;
    if (!await isPostgres(postmaster.pid)) {
      await clearStalePidFile(state, postmaster.pid);
      return null;
    }
    if (postmaster.port > 0 && await servesCluster(state, postmaster.port, password)) {
      return { ...postmaster, adopted: true };
    }
    if (Date.now() > deadline) {
      throw new DatabaseError(
        `Process ${postmaster.pid} holds the database in ${state.clusterDir} but does not answer: ` +
          "stop it, then start again.",
      );
    }
    await delay(100);
  }
}

/**
 * Starts through `pg_ctl`, which gives the server a session of its own: the Ctrl-C of a terminal
 * reaches us and not the server, so that it is stopped last and in order.
 */
async function launch(state: ServerState, binaries: Binaries): Promise<string> {
  const log = join(state.dir, "start.log");
  await Deno.remove(log).catch(() => {});
  const result = await runProgram(
    binaries.pgCtl,
    ["start", "-D", "cluster", "-l", "start.log", "-w", "-t", String(START_SECONDS), "-s"],
    state.account,
    state.dir,
  );
  if (result.ok) return "";
  const words = `${await lastWords(state)} ${await readTextIfAny(log) ?? ""} ${result.stderr}`;
  return words.trim().slice(-1500) || `pg_ctl ended with code ${result.code}`;
}

/** Once the server's own log is open, the reason of a failure is there. */
async function lastWords(state: ServerState): Promise<string> {
  const day = new Date().toUTCString().slice(0, 3);
  const text = await readTextIfAny(join(state.logDir, `postgres-${day}.log`));
  return text?.split("\n").slice(-8).join(" ") ?? "";
}

/** Stops a server in order: open transactions are rolled back, everything is on disk at the end. */
export async function stopServer(state: ServerState, binaries: Binaries): Promise<void> {
  const postmaster = await readPostmaster(state.clusterDir);
  if (!postmaster) return;
  await requestStop(state, binaries);
  // The pid file goes a moment before the process: who removes the folder next must not race it.
  const deadline = Date.now() + 10_000;
  while (await isPostgres(postmaster.pid) && Date.now() < deadline) await delay(10);
}

async function requestStop(state: ServerState, binaries: Binaries): Promise<void> {
  const stop = (mode: string) =>
    runProgram(
      binaries.pgCtl,
      ["stop", "-D", "cluster", "-m", mode, "-w", "-t", String(STOP_SECONDS), "-s"],
      state.account,
      state.dir,
    );
  if ((await stop("fast")).ok) return;
  // Recovery at the next start makes good what an immediate stop leaves.
  const result = await stop("immediate");
  if (result.ok || !await readPostmaster(state.clusterDir)) return;
  throw new DatabaseError(`The database did not stop: ${result.stderr}`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
