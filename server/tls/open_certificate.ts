import type { Config } from "../config.ts";
import type { Logger } from "../log.ts";
import { type CertificateKeeper, keepCertificate } from "./keep_certificate.ts";
import { DEFAULT_DAYS, makeCertificate } from "./make_certificate.ts";
import type { CertificatePaths } from "./read_certificate.ts";
import { hasCertificate, ownPaths, storeCertificate } from "./store_certificate.ts";

/**
 * Opens the certificate of the HTTPS face: that of the settings, else our own, which is made where
 * there is none.
 *
 * @returns null where the settings ask for no such face
 * @throws {CertificateError} where the files cannot be used
 */
export async function openCertificate(
  config: Pick<Config, "dataDir" | "face" | "sslCertPath" | "sslKeyPath">,
  parts: { readonly log: Logger; now(): number },
): Promise<CertificateKeeper | null> {
  const { face, sslCertPath, sslKeyPath } = config;
  if (face === null) return null;
  const paths = sslCertPath !== undefined && sslKeyPath !== undefined
    ? { certificate: sslCertPath, key: sslKeyPath }
    : await openOwn(config.dataDir, face.host, parts);
  return await keepCertificate({ ...parts, paths, host: face.host });
}

async function openOwn(
  dataDir: string,
  host: string,
  { log, now }: { readonly log: Logger; now(): number },
): Promise<CertificatePaths> {
  const paths = ownPaths(dataDir);
  if (await hasCertificate(paths)) return paths;
  const pair = await makeCertificate({ host, days: DEFAULT_DAYS, nowMs: now() });
  await storeCertificate(paths, pair, { replace: false });
  log.info(
    `A self-signed certificate for ${host} was made: ${paths.certificate}. Browsers warn of it until they trust it; deno task certs --help says how.`,
  );
  return paths;
}
