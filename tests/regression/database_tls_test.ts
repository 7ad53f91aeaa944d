/** The ORM dropped `sslmode` of DATABASE_URL: passwords and rows went over the network as they are. */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import pg from "pg";
import { openEmbedded } from "../../db/embedded/open_embedded.ts";
import { DatabaseError, migrate, openDatabase } from "../../db/mod.ts";
import { makeCertificate } from "../../server/tls/make_certificate.ts";

async function query(url: string, text: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return String((await client.query({ text, rowMode: "array" })).rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

/** A server that takes no connection over the network without TLS, as hosted ones are set up. */
async function startTlsServer() {
  const dataDir = await Deno.makeTempDir({ prefix: "database_tls_" });
  await Deno.chmod(dataDir, 0o755);
  const server = await openEmbedded({ dataDir, log: () => {}, now: Date.now });
  const cluster = await query(server.url, "show data_directory");
  const pair = await makeCertificate({ host: "localhost", days: 1, nowMs: Date.now() });
  const owner = await Deno.stat(cluster);
  for (
    const [name, text] of [["server.crt", pair.certificate], ["server.key", pair.key]] as const
  ) {
    await Deno.writeTextFile(join(cluster, name), text, { mode: 0o600 });
    await Deno.chown(join(cluster, name), owner.uid, owner.gid);
  }
  await query(server.url, "alter system set ssl = on");
  await Deno.writeTextFile(
    join(cluster, "pg_hba.conf"),
    "hostssl all all 127.0.0.1/32 scram-sha-256\n",
  );
  await query(server.url, "select pg_reload_conf()");
  // The server reads its files again a moment after it said that it would.
  while (await query(server.url, "select 1").then(() => true, () => false));
  const authority = join(dataDir, "authority.pem");
  await Deno.writeTextFile(authority, pair.certificate);
  return {
    url: server.url,
    authority,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

Deno.test("sslmode of DATABASE_URL counts for every connection, with an authority of one's own", async () => {
  await using server = await startTlsServer();
  const open = (search: string) =>
    openDatabase({ dataDir: "", databaseUrl: `${server.url}${search}`, poolSize: 2 });

  await assertRejects(() => open(""), DatabaseError, "no encryption");
  await assertRejects(() => open("?sslmode=verify-full"), DatabaseError, "self-signed");

  const db = await open(`?sslmode=verify-full&sslrootcert=${server.authority}`);
  try {
    await migrate(db);
    const encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    assertEquals(await db.sql(encrypted), [{ ssl: true }]);
    assertEquals(await db.em().getConnection().execute(encrypted), [{ ssl: true }]);
    assertEquals(await db.transaction((tx) => tx.sql(encrypted)), [{ ssl: true }]);
  } finally {
    await db.close();
  }
});
