import type { Config } from "./config.ts";

/** What people leave in place of a secret, in lower case. */
const COMMON = /^(change|default|example|secret|password|admin|test|demo|dev|postgres|your[-_ ])/;

const MIN_KEY_LENGTH = 24;
const MIN_JWT_SECRET_LENGTH = 32;

/** The secrets that production refuses, each with the reason; no value is ever named. */
export function weakSecrets(config: Config): string[] {
  const password = config.databaseUrl ? URL.parse(config.databaseUrl)?.password ?? "" : "";
  return [
    problem("ADMIN_API_KEY", config.adminApiKey, MIN_KEY_LENGTH),
    ...jwtSecrets(config).map((one) => problem("JWT_SECRET_KEY", one, MIN_JWT_SECRET_LENGTH)),
    password !== "" && COMMON.test(password.toLowerCase())
      ? "DATABASE_URL has a password that everyone tries first. Set another on the server."
      : null,
  ].filter((line) => line !== null);
}

/** Several may be listed, the newest first: each of them verifies. */
function jwtSecrets({ jwtSecretKey }: Config): string[] {
  return jwtSecretKey?.split(",").map((one) => one.trim()) ?? [];
}

function problem(name: string, value: string | undefined, minLength: number): string | null {
  if (value === undefined) return null;
  const advice = `Set at least ${minLength} random characters, or leave it unset.`;
  if (value.length < minLength) return `${name} is too short for production. ${advice}`;
  const weak = COMMON.test(value.toLowerCase()) || new Set(value).size < 8;
  return weak ? `${name} looks like a default or is easy to guess. ${advice}` : null;
}
