import { type Database, openDatabase } from "../../../db/mod.ts";
import { type Cut, type CuttingProxy, startCuttingProxy } from "./cutting_proxy.ts";
import { type Outcome, performOperation, type Request } from "./perform_operation.ts";
import { isLost, steadily } from "./steadily.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker_process.ts";

/** The instances that a plan is spread over, in the order of their numbers. */
export const INSTANCES = ["a pool of its own", "a pool behind a line that is cut", "a process"];

const PATIENCE_MS = 30_000;
/** Three instances of the application on one database, two of which suffer. */
export interface Instances extends AsyncDisposable {
  readonly direct: Database;
  readonly proxy: CuttingProxy;
  /** Sends an operation until it is answered. */
  perform(instance: number, request: Request): Promise<Outcome>;
  /** Sends an operation once, and loses its connection around its COMMIT. */
  performLost(request: Request, cut: Cut): Promise<Outcome>;
  /** Kills the process with all that it has on its way; the others do its work from then on. */
  kill(): void;
}

/** @param restarts starts another process for one that was killed */
export async function openInstances(databaseUrl: string, restarts: boolean): Promise<Instances> {
  const proxy = startCuttingProxy(databaseUrl);
  const open = (url: string) =>
    steadily(() => openDatabase({ dataDir: "", databaseUrl: url, poolSize: 8 }));
  const [direct, cut] = await Promise.all([open(databaseUrl), open(proxy.url)]);
  let worker: WorkerProcess = startWorkerProcess(databaseUrl);
  const performOnce = (instance: number, request: Request) => {
    if (instance === 2 && worker.isReady()) return worker.perform(request);
    return performOperation(instance === 1 ? cut : direct, request);
  };
  return {
    direct,
    proxy,
    async perform(instance, request) {
      const deadline = Date.now() + PATIENCE_MS;
      for (let at = instance;; at = (at + 1) % INSTANCES.length) {
        const outcome = await performOnce(at, request);
        if (outcome.kind !== "unknown") return outcome;
        if (!isLost(outcome.error) || Date.now() > deadline) throw new Error(outcome.error);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async performLost(request, where) {
      proxy.cutNext(where, "commit");
      return await performOperation(cut, { ...request, isOnce: true });
    },
    kill() {
      if (!worker.isReady()) return;
      worker.kill();
      if (restarts) worker = startWorkerProcess(databaseUrl);
    },
    async [Symbol.asyncDispose]() {
      worker.kill();
      await Promise.all([worker.ended, direct.close(), cut.close()]);
      await proxy[Symbol.asyncDispose]();
    },
  };
}
