import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { X509Certificate } from "node:crypto";
import { join } from "@std/path";
import type { Logger } from "../../../server/log.ts";
import { keepCertificate } from "../../../server/tls/keep_certificate.ts";
import { type CertificatePair, makeCertificate } from "../../../server/tls/make_certificate.ts";
import { CertificateError, readCertificate } from "../../../server/tls/read_certificate.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;
const HOST = "crypto-ai.local";

/** A folder with the files of a certificate, removed at the end. */
async function openFolder() {
  const dir = await Deno.makeTempDir({ prefix: "certificates " });
  const paths = { certificate: join(dir, "cert.pem"), key: join(dir, "key.pem") };
  return {
    dir,
    paths,
    async write(pair: Partial<CertificatePair>) {
      if (pair.key !== undefined) await Deno.writeTextFile(paths.key, pair.key);
      if (pair.certificate !== undefined) {
        await Deno.writeTextFile(paths.certificate, pair.certificate);
      }
    },
    async refusal(nowMs = NOW_MS): Promise<string> {
      const error = await assertRejects(() => readCertificate(paths, nowMs), CertificateError);
      return error.message.replaceAll(`${dir}/`, "");
    },
    [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }),
  };
}

const make = (days = 397, host = HOST) => makeCertificate({ host, days, nowMs: NOW_MS });
const [first, second] = await Promise.all([make(), make()]);

Deno.test("a certificate of our own is for the host and this machine, and for a server", async () => {
  const own = new X509Certificate(first.certificate);
  for (const name of [HOST, "localhost"]) assertEquals(own.checkHost(name), name);
  for (const address of ["127.0.0.1", "::1"]) assertEquals(own.checkIP(address), address);
  assertEquals(own.checkHost("example.com"), undefined);
  assertEquals(own.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
  assertEquals(own.verify(own.publicKey), true);
  assertEquals(Date.parse(own.validTo), NOW_MS + 397 * DAY_MS);
  assert(Date.parse(own.validFrom) < NOW_MS);
  const address = new X509Certificate((await make(1, "192.0.2.7")).certificate);
  assertEquals(address.checkIP("192.0.2.7"), "192.0.2.7");
});

Deno.test("a chain is read with its key; other blocks beside them are passed over", async () => {
  await using folder = await openFolder();
  const parameters =
    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  await folder.write({
    certificate: `Bag Attributes\n${first.certificate}${second.certificate}`,
    key: `${parameters}${first.key}`,
  });
  const read = await readCertificate(folder.paths, NOW_MS);
  assertEquals(read.expiresAtMs, NOW_MS + 397 * DAY_MS);
  assertEquals([read.covers(HOST), read.covers("127.0.0.1"), read.covers("a.test")], [
    true,
    true,
    false,
  ]);
});

Deno.test("files that cannot be served are refused, each with its reason", async (t) => {
  await using folder = await openFolder();
  const { write, refusal } = folder;
  const is = (name: string, files: Partial<CertificatePair>, reason: string, nowMs?: number) =>
    t.step(name, async () => {
      await write({ ...first, ...files });
      assertStringIncludes(await refusal(nowMs), reason);
    });
  assertEquals(await refusal(), 'The certificate "cert.pem" does not exist.');
  await is("no PEM", { certificate: "hello" }, 'The certificate "cert.pem" is not PEM');
  await is("damaged", { certificate: first.certificate.replace(/MII/, "MIX") }, "is damaged");
  await is("the key's file twice", { certificate: first.key }, "Is it the key?");
  await is("the certificate's twice", { key: first.certificate }, "Is it the certificate?");
  await is("a damaged key", { key: first.key.replace(/\nMI../, "\nMIXX") }, "is damaged");
  const locked = first.key.replaceAll("PRIVATE", "ENCRYPTED PRIVATE");
  await is("a locked key", { key: locked }, "locked with a password");
  await is("another's key", { key: second.key }, "does not belong to the certificate");
  const turned = `${second.certificate}${first.certificate}`;
  await is("a chain in the wrong order", { certificate: turned }, "certificate at place 2");
  const late = NOW_MS + 397 * DAY_MS;
  await is("ended", {}, "ended on 2027-12-23. Renew it", late);
  await is("not begun", {}, "begins on 2026-11-21 only", NOW_MS - DAY_MS);
  await t.step("a folder in place of a file", async () => {
    await Deno.remove(folder.paths.key);
    await Deno.mkdir(folder.paths.key);
    assertStringIncludes(await refusal(), 'The key "key.pem" cannot be read');
  });
});

/** A log that is kept, and a keeper that looks when it is told to, at a clock that can be set. */
async function keep(
  folder: Awaited<ReturnType<typeof openFolder>>,
  { host = HOST, pollMs = DAY_MS } = {},
) {
  const lines: string[] = [];
  const record = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log: Logger = {
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
  const clock = { nowMs: NOW_MS };
  const { paths } = folder;
  const keeper = await keepCertificate({ paths, host, log, now: () => clock.nowMs, pollMs });
  return { keeper, lines, clock, [Symbol.dispose]: () => keeper.close() };
}

Deno.test("a link that leads to new files is noticed by itself, as certbot turns it", async () => {
  await using folder = await openFolder();
  const { dir, paths } = folder;
  for (const [name, pair] of [["live-1", first], ["live-2", second]] as const) {
    await Deno.mkdir(join(dir, name));
    await Deno.writeTextFile(join(dir, name, "cert.pem"), pair.certificate);
    await Deno.writeTextFile(join(dir, name, "key.pem"), pair.key);
  }
  const turn = async (name: string) => {
    for (const [file, path] of [["cert.pem", paths.certificate], ["key.pem", paths.key]] as const) {
      await Deno.symlink(join(dir, name, file), `${path}.new`);
      await Deno.rename(`${path}.new`, path);
    }
  };
  await turn("live-1");
  using kept = await keep(folder, { pollMs: 10 });
  const changed = Promise.withResolvers<string>();
  kept.keeper.onChange(({ chain }) => changed.resolve(chain));
  await turn("live-2");
  assertEquals(await changed.promise, second.certificate);
  assertEquals(kept.keeper.current.key, second.key);
  assertStringIncludes(kept.lines.at(-1)!, "New connections get the new certificate");
});

Deno.test("broken new files leave the certificate in place and are logged once", async () => {
  await using folder = await openFolder();
  await folder.write(first);
  using kept = await keep(folder);
  await folder.write({ certificate: second.certificate });
  await kept.keeper.look();
  await kept.keeper.look();
  assertEquals(kept.keeper.current.chain, first.certificate);
  assertEquals(kept.lines.length, 1);
  assertStringIncludes(kept.lines[0]!, "error The certificate served stays as it is. The key ");
  await folder.write(second);
  await kept.keeper.look();
  assertEquals(kept.keeper.current.chain, second.certificate);
  await Deno.remove(folder.paths.key);
  await kept.keeper.look();
  assertStringIncludes(kept.lines.at(-1)!, "does not exist");
});

Deno.test("the end of a certificate is warned of three weeks before, once a day", async () => {
  await using folder = await openFolder();
  await folder.write(await make(30));
  using kept = await keep(folder, { host: "other.test" });
  const lookAt = async (day: number) => {
    kept.clock.nowMs = NOW_MS + day * DAY_MS;
    await kept.keeper.look();
    return kept.lines.splice(0);
  };
  assertStringIncludes(kept.lines.splice(0).join(), 'not for "other.test" (WEB_UI_HOST)');
  assertEquals(await lookAt(8), []);
  assertEquals(await lookAt(10), [
    "warn The certificate ends in 20 days, on 2026-12-21. Renew it before.",
  ]);
  assertEquals(await lookAt(10.5), []);
  assertEquals((await lookAt(11)).length, 1);
  const [ended, warned] = await lookAt(31);
  assertStringIncludes(ended!, "error The certificate served stays as it is.");
  assertEquals(
    warned,
    "warn The certificate ended on 2026-12-21. Put a new one in its place.",
  );
});
