/**
 * Two servers over one database in a process that may trace: one that is asked directly, one that
 * takes this machine for a proxy of ours. Their log is in the folder that is the first argument.
 */
import { endProcess } from "../../../server/end_process.ts";
import { openLog } from "../../../server/log.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";

const log = await openLog({
  file: `${Deno.args[0]}/app.log`,
  level: "INFO",
  retentionDays: 1,
  writeLine: (line) => console.error(line),
  now: Date.now,
});
const db = await testDatabase();
const direct = await startTestApp(db, { log });
const proxied = await startTestApp(db, { log, env: { TRUSTED_PROXIES: "127.0.0.1" } });
console.log(`behind a proxy: ${proxied.url}`);
console.log(`listening on ${direct.url}`);
const { promise, resolve } = Promise.withResolvers<void>();
Deno.addSignalListener("SIGTERM", resolve);
await promise;
await direct[Symbol.asyncDispose]();
await proxied[Symbol.asyncDispose]();
await db[Symbol.asyncDispose]();
await endProcess(0);
