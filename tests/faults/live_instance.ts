/**
 * One instance that serves live prices and takes part in asking for them: `live_instance.ts DATABASE_URL
 * EXCHANGE_URL`. No other jobs run in it.
 */
import { openDatabase } from "../../db/mod.ts";
import { createJobContext } from "../../jobs/create_job_context.ts";
import { followLivePrices } from "../../jobs/live_prices.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import { createShutdown } from "../../server/shutdown.ts";
import { startTestApp } from "../server/app_for_tests.ts";

const [databaseUrl = "", exchangeUrl = ""] = Deno.args;
const shutdown = createShutdown();
const db = await openDatabase({ dataDir: "", databaseUrl, poolSize: 5 });
shutdown.undo(() => db.close());
const server = await startTestApp(db);
shutdown.undo(async () => await server[Symbol.asyncDispose]());
const { app } = server;
const prices = followLivePrices(createJobContext({
  db,
  config: jobsConfig(app.config),
  hosts: { baseUrls: [exchangeUrl] },
  log: app.log,
  signal: shutdown.stopping,
}));
shutdown.undo(() => prices);
shutdown.onSignal(() => server.stop());
console.log(`listening on ${server.url}`);
await shutdown.asked;
await shutdown.run();
Deno.exit(0);
