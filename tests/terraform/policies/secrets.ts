import { blocksOf, place, resourcesOf } from "../configuration.ts";
import { type Json, type JsonObject, walk } from "../json_value.ts";
import type { Policy } from "../policy.ts";

/** Arguments that hold a secret, in whatever resource. */
const SECRET_ARGUMENT =
  /^(?:master_)?password$|^secret(?:_string|_binary|_key)?$|^(?:auth_|access_|api_)?token$|^(?:private|access|api|secret)_key$/;

/** Resources and data that put a secret into the state. */
const SECRET_TYPES = [
  "aws_secretsmanager_secret_version",
  "aws_iam_access_key",
  "random_password",
  "tls_private_key",
];

const KNOWN_FORMS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /\bpostgres(?:ql)?:\/\/[^\s:@"]+:(?!PASSWORD@)[^\s@"[\]%$]+@/,
];

/** Bits per character above which 20 characters in a row look drawn by chance; words are below 3.9. */
const MAX_BITS = 3.9;

export const SECRET_POLICIES: readonly Policy[] = [
  {
    what: "no argument sets a secret",
    judge: (files) =>
      files.flatMap(({ path, body }) =>
        [...walk({ ...body, variable: null, output: null })]
          .filter(([at, value]) =>
            SECRET_ARGUMENT.test(at.at(-1) ?? "") && isLiteralOrVariable(value)
          )
          .map(([at]) => `${path}: ${at.join(".")}`)
      ),
    refused: [
      `resource "aws_db_instance" "a" { password = "hunter2" }`,
      `resource "aws_db_instance" "a" { password = var.database_password }`,
      `provider "aws" { secret_key = "abc" }`,
      `module "a" { api_key = "abc" }`,
    ],
  },
  {
    what: "no secret gets into the state",
    judge: (files) => [
      ...blocksOf(files, "resource").filter(({ type }) => SECRET_TYPES.includes(type)).map(place),
      ...blocksOf(files, "data").filter(({ type }) => SECRET_TYPES.includes(type)).map(place),
      ...blocksOf(files, "variable").filter(({ name }) =>
        SECRET_ARGUMENT.test(name.replace(/^.*?_(?=password|token)/, ""))
      )
        .map(place),
      ...resourcesOf(files, "aws_db_instance").filter(({ body }) =>
        body.manage_master_user_password !== true
      ).map(place),
    ],
    refused: [
      `resource "aws_secretsmanager_secret_version" "a" { secret_id = "a" }`,
      `data "aws_secretsmanager_secret_version" "a" { secret_id = "a" }`,
      `resource "random_password" "a" { length = 20 }`,
      `variable "database_password" { type = string }`,
      `resource "aws_db_instance" "a" { engine = "postgres" }`,
    ],
  },
  {
    what: "no text looks like a secret, by its form or by chance",
    judge: (files) =>
      files.flatMap(({ path, text }) =>
        findSecrets(text).map((it) => `${path}: ${it.slice(0, 6)}...`)
      ),
    refused: [
      // Put together here, so that the scan of the repository does not find them.
      `locals { a = "${"AKIA" + "IOSFODNN7EXAMPLE"}" }`,
      `locals { a = "${"kJ8vQ2xR7mN4pL9w" + "Z3tY6uB1cD5fG0hS"}" }`,
      `locals { a = "${"9f86d081884c7d65" + "9a2feaa0c55ad015"}" }`,
      `locals { a = "${"postgresql://app:" + "Tr0ub4dor@db:5432/a"}" }`,
      `# ${"ghp_" + "x".repeat(36)}\nlocals { a = 1 }`,
    ],
    allowed: [
      `locals { a = "vol-0123456789abcdef0" }`,
      `locals { a = "ELBSecurityPolicy-TLS13-1-2-2021-06" }`,
      `locals { a = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" }`,
      `locals { a = "aws_vpc_security_group_ingress_rule" }`,
    ],
  },
];

/** What in a text looks like a secret. */
export function findSecrets(text: string): string[] {
  const byForm = KNOWN_FORMS.flatMap((form) => text.match(form)?.[0] ?? []);
  const runs = text.replaceAll("0123456789", "").match(/[A-Za-z0-9+]{20,}/g) ?? [];
  return [...byForm, ...runs.filter((run) => mixes(run) && bitsOf(run) > limitOf(run))];
}

/** Letters and digits: names of one kind are words. */
function mixes(run: string): boolean {
  return (run.match(/\d/g)?.length ?? 0) >= 3 && /[A-Za-z]/.test(run);
}

/** Hexadecimal digits have at most four bits each. */
function limitOf(run: string): number {
  return /^[0-9a-f]+$/.test(run) ? MAX_BITS - 0.9 : MAX_BITS;
}

/** Shannon's entropy, in bits per character. */
function bitsOf(run: string): number {
  const counts = Map.groupBy(run, (it) => it).values();
  return [...counts].reduce(
    (sum, { length }) => sum - (length / run.length) * Math.log2(length / run.length),
    0,
  );
}

function isLiteralOrVariable(value: Json | JsonObject): boolean {
  return typeof value === "string" && (!value.startsWith("${") || value.startsWith("${var."));
}
