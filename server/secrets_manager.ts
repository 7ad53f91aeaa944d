import { VARIABLES } from "./config_variables.ts";

/** The secret cannot be read or used; the message says why, and what to do. */
export class SecretsManagerError extends Error {
  override readonly name = "SecretsManagerError";
}

/** All attempts together. */
const DEADLINE_MS = 10_000;
const ATTEMPTS = 3;
const OWN_NAME = "SECRETS_MANAGER_ARN";

/**
 * Reads settings from a secret of AWS Secrets Manager: a JSON object of names and texts. Credentials,
 * and `AWS_ENDPOINT_URL_SECRETS_MANAGER`, are read by the SDK itself: from the process environment,
 * from `~/.aws` or from the role of the machine.
 *
 * @param arn checked by the settings
 * @throws {SecretsManagerError} without any value of the secret
 */
export async function readSecretsManager(
  arn: string,
  deadlineMs: number = DEADLINE_MS,
): Promise<Record<string, string>> {
  return parseSecret(await fetchSecret(arn, deadlineMs));
}

async function fetchSecret(arn: string, deadlineMs: number): Promise<string> {
  // The SDK is large: it is loaded where there is such a secret, and nowhere else.
  const { GetSecretValueCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const region = arn.split(":")[3]!;
  const client = new SecretsManagerClient({ region, maxAttempts: ATTEMPTS });
  const abortSignal = AbortSignal.timeout(deadlineMs);
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    // The signal ends a request; looking for credentials, which comes before, does not hear it.
    const answer = client.send(command, { abortSignal });
    const { SecretString: text } = await Promise.race([answer, rejectAt(abortSignal)]);
    if (text !== undefined) return text;
  } catch (error) {
    const reason = abortSignal.aborted
      ? `does not answer within ${deadlineMs / 1000} s. Can this machine reach it?`
      : explain(error);
    throw new SecretsManagerError(`AWS Secrets Manager ${reason} (${OWN_NAME} "${arn}")`);
  } finally {
    client.destroy();
  }
  throw new SecretsManagerError(`The secret of ${OWN_NAME} is binary. Store it as JSON text.`);
}

function rejectAt(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}

/** What operators meet, by the names that AWS gives, with what to do about it. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /^AccessDenied/,
    "does not let this machine read the secret. Allow its role secretsmanager:GetSecretValue on it, and kms:Decrypt where the secret has a key of its own.",
  ],
  [/^DecryptionFailure$/, "cannot decrypt the secret. Allow this machine's role kms:Decrypt."],
  [/^ResourceNotFound/, "has no such secret. Look at its name, account and region."],
  [/^InvalidRequest/, "does not hand the secret out. Is it marked for deletion?"],
  [
    /^(?:UnrecognizedClient|InvalidSignature|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch|IncompleteSignature)/,
    "does not accept the AWS credentials of this machine. Renew them, and look at its clock.",
  ],
  [
    /^(?:CredentialsProvider|TokenProvider)/,
    "cannot be asked: there are no AWS credentials here. Give the machine a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  ],
  [/^(?:Throttling|TooManyRequests|LimitExceeded)/, "is asked too often. Try again later."],
];

/** In words of ours: those of the SDK may quote what was sent or received. */
function explain(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const known = KNOWN.find(([pattern]) => typeof name === "string" && pattern.test(name));
  if (known !== undefined) return known[1];
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status === 200) return "answers illegibly.";
  if (status !== undefined) return `answers with status ${status} (${String(name)}).`;
  return `cannot be reached (${String(code ?? name)}).`;
}

/** @throws {SecretsManagerError} naming each name that is not one of ours, or has no text */
function parseSecret(text: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notJson();
  const problems = Object.entries(value).flatMap(([name, one]) => judge(name, one));
  if (problems.length > 0) {
    throw new SecretsManagerError(
      `The secret of ${OWN_NAME} cannot be used: ${problems.join(" ")}`,
    );
  }
  return value as Record<string, string>;
}

function notJson(): SecretsManagerError {
  return new SecretsManagerError(
    `The secret of ${OWN_NAME} is not a JSON object such as {"JWT_SECRET_KEY": "…"}.`,
  );
}

function judge(name: string, value: unknown): string[] {
  // Someone may have exchanged names and values: only what looks like a name is printed.
  const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(name) ? `"${name}"` : "A name that is not shown";
  if (!Object.hasOwn(VARIABLES, name)) return [`${shown} is no setting of this program.`];
  if (name === OWN_NAME) return [`${shown} cannot stand in the secret that it names.`];
  return typeof value === "string" ? [] : [`${shown} is not a text: put its value in quotes.`];
}
