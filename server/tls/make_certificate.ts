import { isIP } from "node:net";

/** A certificate and its private key, both PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** Some browsers refuse what is good for longer than 398 days. */
export const DEFAULT_DAYS = 397;
const DAY_MS = 86_400_000;
/** The standard's limit of a common name; nobody reads it, the names that count have no limit. */
const MAX_COMMON_NAME = 64;
/** Clocks of browsers may be behind. */
const EARLIER_MS = 3_600_000;
/** Where the machine itself is reached, besides the host's own name. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/**
 * Makes a key (ECDSA P-256) and a certificate for it, signed by itself: good for `host`, `localhost`
 * and the loopback addresses, for a server and nothing else.
 *
 * @param host a name or an address
 */
export async function makeCertificate(options: {
  readonly host: string;
  readonly days: number;
  readonly nowMs: number;
}): Promise<CertificatePair> {
  // The library is large and needed once: it is loaded here. It asks for this polyfill itself.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const { host, days, nowMs } = options;
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const names = [...new Set([host, ...LOOPBACK])].map((value) => ({
    type: isIP(value) === 0 ? "dns" as const : "ip" as const,
    value,
  }));
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [host.slice(0, MAX_COMMON_NAME)] }],
    notBefore: new Date(nowMs - EARLIER_MS),
    notAfter: new Date(nowMs + days * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate: `${made.toString("pem").trim()}\n`,
    key: `${x509.PemConverter.encode(key, "PRIVATE KEY").trim()}\n`,
  };
}
