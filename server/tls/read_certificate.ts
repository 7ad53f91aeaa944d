import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";

/** Where the two files are. */
export interface CertificatePaths {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate that can be served. */
export interface Certificate {
  /** PEM: the server's own first, then those that lead to a known authority. */
  readonly chain: string;
  /** PEM. */
  readonly key: string;
  readonly expiresAtMs: number;
  /** Whether it is good for a name or an address. */
  covers(host: string): boolean;
}

/** A certificate or key cannot be used; the message says which file, why, and what to do. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;
/** What TLS 1.2 and 1.3 are served with here. */
const CURVES = ["prime256v1", "secp384r1", "secp521r1"];
const LEAST_RSA_BITS = 2048;

/**
 * Reads both files and checks that they can be served together at `nowMs`.
 *
 * @throws {CertificateError} missing, unreadable, no PEM, not of one another, out of its time
 */
export async function readCertificate(
  paths: CertificatePaths,
  nowMs: number,
): Promise<Certificate> {
  const chain = await readPem(paths.certificate, "certificate");
  const key = await readPem(paths.key, "key");
  const certificates = parseChain(paths.certificate, chain);
  const own = certificates[0]!;
  assertTogether(paths, certificates, parseKey(paths.key, key));
  assertInTime(paths.certificate, own, nowMs);
  return {
    chain,
    key,
    expiresAtMs: Date.parse(own.validTo),
    covers: (host) => (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host)) !== undefined,
  };
}

async function readPem(path: string, what: string): Promise<string> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new CertificateError(`The ${what} "${path}" ${unreadable(error)}`, { cause: error });
  }
  if (text.match(BLOCK) !== null) return text;
  throw new CertificateError(
    `The ${what} "${path}" is not PEM: it has no part from -----BEGIN to -----END.`,
  );
}

function unreadable(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "does not exist.";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "may not be read by the user that the server runs as. Let that user read it.";
  }
  return `cannot be read (${error instanceof Error ? error.message : String(error)}).`;
}

function parseChain(path: string, text: string): X509Certificate[] {
  const blocks = [...text.matchAll(BLOCK)].filter(([, label]) => label!.endsWith("CERTIFICATE"));
  if (blocks.length === 0) {
    throw new CertificateError(`"${path}" has no certificate in it. Is it the key?`);
  }
  return blocks.map(([block], at) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      const place = blocks.length === 1 ? "The certificate" : `Certificate ${at + 1}`;
      throw new CertificateError(`${place} in "${path}" is damaged.`, { cause: error });
    }
  });
}

function parseKey(path: string, text: string): KeyObject {
  if (/ENCRYPTED/.test(text)) {
    throw new CertificateError(
      `The key "${path}" is locked with a password. Store it unlocked, readable by the server alone.`,
    );
  }
  const [block] = [...text.matchAll(BLOCK)].find(([, label]) => label!.endsWith("PRIVATE KEY")) ??
    [];
  if (block === undefined) {
    throw new CertificateError(`"${path}" has no private key in it. Is it the certificate?`);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(block);
  } catch (error) {
    throw new CertificateError(`The private key in "${path}" is damaged.`, { cause: error });
  }
  if (canServe(key)) return key;
  throw new CertificateError(
    `The key "${path}" is of a kind that is not served: use ECDSA P-256 to P-521, Ed25519, or RSA of at least ${LEAST_RSA_BITS} bits.`,
  );
}

function canServe({ asymmetricKeyType: kind, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (kind === "ec") return CURVES.includes(details?.namedCurve ?? "");
  if (kind === "rsa") return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS;
  return kind === "ed25519";
}

function assertTogether(
  paths: CertificatePaths,
  certificates: readonly X509Certificate[],
  key: KeyObject,
): void {
  if (certificates[0]!.checkPrivateKey(key)) return;
  const place = certificates.findIndex((one) => one.checkPrivateKey(key));
  throw new CertificateError(
    place > 0
      ? `"${paths.certificate}" has the server's own certificate at place ${
        place + 1
      }. It must come first, before those of authorities.`
      : `The key "${paths.key}" does not belong to the certificate "${paths.certificate}".`,
  );
}

function assertInTime(path: string, own: X509Certificate, nowMs: number): void {
  const day = (text: string) => new Date(text).toISOString().slice(0, 10);
  if (Date.parse(own.validTo) <= nowMs) {
    throw new CertificateError(
      `The certificate "${path}" ended on ${
        day(own.validTo)
      }. Renew it, or make one with: deno task certs --force`,
    );
  }
  if (Date.parse(own.validFrom) > nowMs) {
    throw new CertificateError(
      `The certificate "${path}" begins on ${
        day(own.validFrom)
      } only. Is the clock of this machine right?`,
    );
  }
}
