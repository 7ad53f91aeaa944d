import type { Logger } from "../log.ts";
import {
  type Certificate,
  CertificateError,
  type CertificatePaths,
  readCertificate,
} from "./read_certificate.ts";

/** The certificate that is served, and the eye on its files. */
export interface CertificateKeeper {
  /** Who it should be good for: what browsers call us by. */
  readonly host: string;
  /** The newest that was good. */
  readonly current: Certificate;
  /** Called with each certificate that takes the place of the one before. */
  onChange(listener: (certificate: Certificate) => void): void;
  /** Looks at the files at once; what is wrong with them is logged at once too. */
  look(): Promise<void>;
  close(): void;
}

/** A certificate that ends sooner is warned of: whoever renews by hand needs some days. */
export const WARN_BEFORE_MS = 21 * 86_400_000;
const WARN_EVERY_MS = 86_400_000;
const POLL_MS = 10_000;

/**
 * Reads the certificate and goes on looking at its files. They are read, not watched: that notices a
 * changed file, a link that leads elsewhere (as certbot does it) and a mount that was replaced alike.
 * Files that cannot be used leave the certificate before in place.
 *
 * @throws {CertificateError} where the files cannot be used to begin with
 */
export async function keepCertificate(options: {
  readonly paths: CertificatePaths;
  readonly host: string;
  readonly log: Logger;
  readonly pollMs?: number;
  now(): number;
}): Promise<CertificateKeeper> {
  const { paths, host, log, now } = options;
  const listeners: ((certificate: Certificate) => void)[] = [];
  let current = await readCertificate(paths, now());
  let warnedAtMs = -Infinity;
  /** What was wrong at the last look; logged once it is seen twice, for two files are not replaced at once. */
  let seen = "";
  let logged = "";

  /** One look after the other: an older one must not have the last word. */
  let looking = Promise.resolve();
  const look = (isAsked: boolean) => looking = looking.then(() => lookOnce(isAsked));

  async function lookOnce(isAsked: boolean): Promise<void> {
    try {
      adopt(await readCertificate(paths, now()));
      seen = logged = "";
    } catch (error) {
      const problem = error instanceof CertificateError ? error.message : String(error);
      if (problem !== logged && (isAsked || problem === seen)) {
        log.error(`The certificate served stays as it is. ${problem}`);
        logged = problem;
      }
      seen = problem;
    }
    warn();
  }

  function adopt(next: Certificate): void {
    if (next.chain === current.chain && next.key === current.key) return;
    current = next;
    warnedAtMs = -Infinity;
    for (const listener of listeners) listener(next);
    log.info(`New connections get the new certificate, good until ${dayOf(next.expiresAtMs)}.`);
    warnOfHost();
  }

  function warn(): void {
    const leftMs = current.expiresAtMs - now();
    if (leftMs > WARN_BEFORE_MS || now() - warnedAtMs < WARN_EVERY_MS) return;
    warnedAtMs = now();
    log.warn(describeEnd(current.expiresAtMs, now()));
  }

  function warnOfHost(): void {
    if (current.covers(host)) return;
    log.warn(`The certificate is not for "${host}" (WEB_UI_HOST): browsers will refuse it.`);
  }

  warnOfHost();
  warn();
  const timer = setInterval(() => void look(false), options.pollMs ?? POLL_MS);
  return {
    host,
    get current() {
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
    look: () => look(true),
    close: () => clearInterval(timer),
  };
}

/** When a certificate ends or has ended, in a sentence. */
export function describeEnd(endsAtMs: number, nowMs: number): string {
  const days = Math.floor((endsAtMs - nowMs) / 86_400_000);
  if (endsAtMs <= nowMs) {
    return `The certificate ended on ${dayOf(endsAtMs)}. Put a new one in its place.`;
  }
  return `The certificate ends in ${days} days, on ${dayOf(endsAtMs)}. Renew it before.`;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
