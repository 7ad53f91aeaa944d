/**
 * One server process over a database, without jobs: `instance.ts DATABASE_URL SETTINGS`, the settings
 * as JSON. It is `main.ts` less what costs time and has no part in how requests are met.
 */
import { openDatabase } from "../../db/mod.ts";
import { startTestApp } from "../server/app_for_tests.ts";

const [databaseUrl = "", settings = "{}"] = Deno.args;
const { patience, ...env } = JSON.parse(settings);
const db = await openDatabase({ dataDir: "", databaseUrl, poolSize: 5 });
const server = await startTestApp(db, { env, patience });
console.log(`listening on ${server.url}`);
