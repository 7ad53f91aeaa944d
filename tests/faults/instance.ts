/**
 * One server process over a database, without jobs: `instance.ts DATABASE_URL SETTINGS`, the settings
 * as JSON. It is `main.ts` less what costs time and has no part in how requests are met.
 */
import { openDatabase } from "../../db/mod.ts";
import { createShutdown } from "../../server/shutdown.ts";
import { startTestApp } from "../server/app_for_tests.ts";

/** As in main.ts. */
const GRACE_MS = 5_000;

const [databaseUrl = "", settings = "{}"] = Deno.args;
const { patience, ...env } = JSON.parse(settings);
const shutdown = createShutdown();
const db = await openDatabase({ dataDir: "", databaseUrl, poolSize: 5 });
shutdown.undo(() => db.close());
const server = await startTestApp(db, { env, patience, graceMs: GRACE_MS });
shutdown.undo(async () => await server[Symbol.asyncDispose]());
shutdown.onSignal(() => server.stop());
console.log(`listening on ${server.url}`);
await shutdown.asked;
await shutdown.run();
Deno.exit(0);
