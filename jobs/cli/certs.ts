/** `deno task certs`: a self-signed certificate for the HTTPS face. */
import { parseArgs } from "node:util";
import { type Config, DEFAULT_FACE, type Face, loadConfig } from "../../server/config.ts";
import { readEnvironment } from "../../server/env_file.ts";
import { sayPlainly } from "../../server/plain_error.ts";
import { faceOrigin } from "../../server/tls/face_origin.ts";
import { DEFAULT_DAYS, makeCertificate } from "../../server/tls/make_certificate.ts";
import { ownPaths, storeCertificate } from "../../server/tls/store_certificate.ts";
import { UsageError } from "./run_task.ts";

const MAX_DAYS = 825;

const HELP =
  `Makes a self-signed certificate for WEB_UI_HOST (ECDSA P-256; also good for localhost, 127.0.0.1 and
::1) with its key: cert.pem and key.pem in DATA_DIR/certs, the key readable by its owner alone.

Usage: deno task certs [--days N] [--force]

  --days N   how long it is good for, 1 to ${MAX_DAYS} days; default ${DEFAULT_DAYS}
  --force    replaces the files that are there; a running server takes the new ones by itself
  --help     this text

deno task start makes one by itself where WEB_UI_PROTOCOL=https and there is none.

${advice(DEFAULT_FACE)}

Settings come from the environment; deno task start --help lists them.`;

interface Arguments {
  readonly days: number;
  readonly force: boolean;
}

/** @throws {UsageError} or a parse error of `node:util` */
function parse(args: string[]): Arguments {
  const options = { days: { type: "string" }, force: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  const text = values.days ?? String(DEFAULT_DAYS);
  const days = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(days >= 1 && days <= MAX_DAYS)) {
    throw new UsageError(`--days "${text}" is not a whole number from 1 to ${MAX_DAYS}.`);
  }
  return { days, force: values.force ?? false };
}

/** @returns the exit code: 0 done, 1 failed with one plain sentence on stderr, 2 wrong usage */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  let parsed: Arguments;
  try {
    parsed = parse(args);
  } catch (error) {
    const problem = sayPlainly(error).split(". ")[0]!.replace(/\.$/, "");
    console.error(`${problem}. See deno task certs --help.`);
    return 2;
  }
  try {
    const config = loadConfig(await readEnvironment(Deno.env.toObject(), Deno.cwd()));
    console.log(await make(config, parsed));
    return 0;
  } catch (error) {
    console.error(sayPlainly(error));
    return 1;
  }
}

async function make(config: Config, { days, force }: Arguments): Promise<string> {
  const face = {
    host: config.webUiHost ?? DEFAULT_FACE.host,
    port: config.webUiPort ?? DEFAULT_FACE.port,
  };
  const paths = ownPaths(config.dataDir);
  const pair = await makeCertificate({ host: face.host, days, nowMs: Date.now() });
  await storeCertificate(paths, pair, { replace: force });
  const { sslCertPath } = config;
  return [
    `Certificate  ${paths.certificate}`,
    `Key          ${paths.key}`,
    `Good for     ${face.host}, localhost, 127.0.0.1, ::1; for ${days} days`,
    ...sslCertPath ? [`Not served   while SSL_CERT_PATH says ${sslCertPath}`] : [],
    "",
    advice(face),
    "",
    `Serve with it: WEB_UI_PROTOCOL=https deno task start, then ${faceOrigin(face)}`,
  ].join("\n");
}

/** How a browser comes to find and to trust the host. */
function advice(face: Face): string {
  const { host } = face;
  return `The host must lead here. On the machine of the browser, in /etc/hosts (on Windows
C:\\Windows\\System32\\drivers\\etc\\hosts), with the address of this machine where that is another one:

  127.0.0.1 ${host}

To trust the certificate, copy cert.pem, never the key, to the machine of the browser, and there:

  Debian, Ubuntu    sudo cp cert.pem /usr/local/share/ca-certificates/${host}.crt && sudo update-ca-certificates
  Chrome on Linux   certutil -d sql:$HOME/.pki/nssdb -A -t P,, -n ${host} -i cert.pem
  macOS             sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain cert.pem
  Windows           certutil -addstore -f Root cert.pem
  Firefox           Settings, Certificates, Servers, Add exception
  curl              curl --cacert cert.pem ${faceOrigin(face)}/health`;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
