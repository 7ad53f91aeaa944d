import { dirname, join } from "@std/path";
import type { CertificatePair } from "./make_certificate.ts";
import { CertificateError, type CertificatePaths } from "./read_certificate.ts";

/** Where the certificate is that we make ourselves. */
export function ownPaths(dataDir: string): CertificatePaths {
  const folder = join(dataDir, "certs");
  return { certificate: join(folder, "cert.pem"), key: join(folder, "key.pem") };
}

/**
 * Writes a certificate and its key, which only its owner may read. Each file appears as a whole or
 * not at all; a server that looks between the two sees that they are not of one another, and waits.
 *
 * @throws {CertificateError} where one of them is there already, unless `replace` is set
 */
export async function storeCertificate(
  paths: CertificatePaths,
  pair: CertificatePair,
  options: { readonly replace: boolean },
): Promise<void> {
  if (!options.replace) await assertNone(paths);
  await Deno.mkdir(dirname(paths.certificate), { recursive: true, mode: 0o700 });
  await replaceFile(paths.key, pair.key, 0o600);
  await replaceFile(paths.certificate, pair.certificate, 0o644);
}

async function assertNone(paths: CertificatePaths): Promise<void> {
  for (const path of [paths.certificate, paths.key]) {
    if (await exists(path)) {
      throw new CertificateError(`"${path}" is there already. Use --force to replace it.`);
    }
  }
}

/** Whether one of the files is there; half a pair is for its owner to look at. */
export async function hasCertificate(paths: CertificatePaths): Promise<boolean> {
  return await exists(paths.certificate) || await exists(paths.key);
}

/** A link that leads nowhere counts: what is written would replace it. */
async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const fresh = `${path}.${crypto.randomUUID().slice(0, 8)}.new`;
  try {
    await Deno.writeTextFile(fresh, text, { createNew: true, mode });
    await Deno.rename(fresh, path);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    throw error;
  }
}
