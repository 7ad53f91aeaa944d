/** The servers of the HTTP benchmark: `ours DATABASE_URL`, or `peer URL` with the bytes of that URL. */
import { openDatabase } from "../../db/mod.ts";
import { openLog } from "../../server/log.ts";
import { startTestApp } from "../server/app_for_tests.ts";

const [which, about = ""] = Deno.args;
if (which === "ours") await serveOurs(about);
else await servePeer(about);

/** As `main.ts` puts it together, log file included, without the jobs. */
async function serveOurs(databaseUrl: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "http bench " });
  const log = await openLog({
    file: `${folder}/app.log`,
    level: "INFO",
    retentionDays: 1,
    writeLine: (line) => console.error(line),
    now: Date.now,
  });
  const db = await openDatabase({ dataDir: folder, databaseUrl, poolSize: 5 });
  const server = await startTestApp(db, { log });
  console.log(`listening on ${server.url}`);
}

async function servePeer(url: string): Promise<void> {
  const bytes = await (await fetch(url)).bytes();
  const headers = { "content-type": "application/json" };
  const onListen = ({ port }: Deno.NetAddr) => console.log(`listening on http://127.0.0.1:${port}`);
  Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, () => new Response(bytes, { headers }));
}
