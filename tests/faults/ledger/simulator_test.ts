// Runs beside few others: it measures no time.
import { assert } from "@std/assert";
import { migrate, openDatabase } from "../../../db/mod.ts";
import { onDatabase } from "../../helpers/database.ts";
import { runSimulation, type Simulated } from "./run_simulation.ts";
import { type ShakenServer, startShakenServer } from "./shaken_server.ts";
import { steadily } from "./steadily.ts";

const isLong = Deno.env.get("SOAK") === "1";
const OPERATIONS = isLong ? 50_000 : 10_000;
const SEEDS = isLong ? 60 : 20;

/** One seed that failed, by `SIMULATION_SEED`; else all of them. */
const given = Deno.env.get("SIMULATION_SEED");
const seeds = given === undefined
  ? Array.from({ length: SEEDS }, (_, at) => at + 1)
  : [Number(given)];

async function makeTemplate(server: ShakenServer): Promise<void> {
  const root = await openDatabase({ dataDir: "", databaseUrl: server.url, poolSize: 1 });
  await root.sql("create database ledger_template");
  const databaseUrl = onDatabase(server.url, "ledger_template");
  const template = await openDatabase({ dataDir: "", databaseUrl, poolSize: 1 });
  await migrate(template);
  await template.close();
  await root.close();
}

async function runSeed(server: ShakenServer, seed: number) {
  const root = await steadily(() =>
    openDatabase({ dataDir: "", databaseUrl: server.url, poolSize: 1 })
  );
  await steadily(async () => {
    await root.sql(`drop database if exists seed_${seed}`);
    await root.sql(`create database seed_${seed} template ledger_template`);
  });
  await root.close();
  const databaseUrl = onDatabase(server.url, `seed_${seed}`);
  const startedMs = performance.now();
  try {
    const result = await runSimulation({
      ...{ seed, operations: OPERATIONS, databaseUrl, server, restarts: isLong },
    });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`seed ${seed}: ${JSON.stringify(result)} in ${seconds} s`);
    return result;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      `Seed ${seed} fails: ${message}\nReplay it: ${
        isLong ? "SOAK=1 " : ""
      }SIMULATION_SEED=${seed} ` +
        "deno test -A --no-check tests/faults/ledger/simulator_test.ts",
      { cause: error },
    );
  }
}

/** Two seeds at a time: while one waits for its server to come back, so does the other. */
async function runSeeds(server: ShakenServer) {
  const waiting = [...seeds];
  const results: Simulated[] = [];
  const lane = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      results.push(await runSeed(server, seed));
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

Deno.test(`the ledger agrees with its model over ${SEEDS} seeds of ${OPERATIONS} operations amid faults`, async () => {
  await using server = await startShakenServer();
  await makeTemplate(server);
  const results = await runSeeds(server);
  assert(results.length === seeds.length);
  for (const { postings, snapshots, cuts } of results) {
    assert(postings > OPERATIONS / 4, "most of it would be refusals");
    assert(snapshots > 20);
    assert(Object.values(cuts).every((count) => count > 0));
  }
  assert(server.crashes >= seeds.length);
});
