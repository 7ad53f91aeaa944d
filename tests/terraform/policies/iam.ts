import { blocksOf, localsOf, place, resourcesOf, type TerraformFile } from "../configuration.ts";
import { asList, asObject, isObject, type Json, type JsonObject, walk } from "../json_value.ts";
import type { Policy } from "../policy.ts";

const MANAGED = ["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"];

/** Ways around roles for hosts and inline policies made of statements. */
const REFUSED_TYPES = [
  "aws_iam_user",
  "aws_iam_access_key",
  "aws_iam_group",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_user_policy",
];

export const IAM_POLICIES: readonly Policy[] = [
  {
    what: "no statement allows by a wildcard",
    judge: (files) =>
      statementsOf(files).flatMap(([path, it]) =>
        judgeStatement(it).map((why) => `${path}: ${why}`)
      ),
    refused: [
      `locals { a = [{ Effect = "Allow", Action = ["*"], Resource = [var.topic] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["s3:*"], Resource = [var.bucket] }] }`,
      `locals { a = [{ Effect = "Allow", Action = "sns:Pub*", Resource = [var.topic] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sns:Publish"], Resource = ["*"] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sns:Publish"], Resource = "arn:aws:sns:*:*:*" }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sns:Publish"], Resource = ["\${var.topic}*"] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sns:Publish"] }] }`,
      `locals { a = [{ Effect = "Allow", NotAction = ["iam:PassRole"], Resource = [var.topic] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["s3:GetObject"], NotResource = [var.topic] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = "*" }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { AWS = "*" } }] }`,
    ],
    allowed: [
      `locals { a = [{ Effect = "Allow", Action = ["sns:Publish"], Resource = [var.topic] }] }`,
      `locals { a = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["\${local.bucket}/releases/*"] }] }`,
      `locals { a = [{ Effect = "Deny", Principal = "*", Action = ["s3:*"], Resource = [local.bucket] }] }`,
    ],
  },
  {
    what: "statements are data that these rules can read",
    judge: (files) => [
      ...files.flatMap(({ path, body }) =>
        [...walk(body)].filter(([, value]) =>
          typeof value === "string" && /\bEffect\b|"Allow"/.test(value)
        )
          .map(([at]) => `${path}: ${at.join(".")} hides a statement in an expression`)
      ),
      ...blocksOf(files, "data").filter(({ type }) => type === "aws_iam_policy_document").map(
        place,
      ),
    ],
    refused: [
      `resource "aws_iam_role_policy" "a" { policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*" }] }) }`,
      `locals { a = var.b ? [{ Effect = "Allow", Action = ["*"] }] : [] }`,
      `data "aws_iam_policy_document" "a" {
  statement { actions = ["*"] }
}`,
      `resource "aws_iam_role_policy" "a" {
        policy = <<-JSON
          {"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
        JSON
      }`,
    ],
  },
  {
    what: "roles have exactly the two policies of AWS, and their own from modules/policies",
    judge: (files) => [
      ...localsOf(files).filter(([name, value]) =>
        name === "managed_policies" && !sameWords(value, MANAGED)
      )
        .map(([, value]) => `managed_policies is ${JSON.stringify(value)}`),
      ...resourcesOf(files, "aws_iam_role_policy_attachment")
        .filter(({ body }) => !/^\$\{each\.value(?:\.arn)?\}$/.test(String(body.policy_arn))).map(
          place,
        ),
      ...resourcesOf(files, "aws_iam_role")
        .filter(({ body }) => "managed_policy_arns" in body || "inline_policy" in body).map(place),
      ...resourcesOf(files, "aws_iam_role_policy")
        .filter(({ body }) =>
          !/^\$\{module\.policies\.\w+(?:\[each\.key\])?\}$/.test(String(body.policy))
        ).map(place),
      ...blocksOf(files, "resource").filter(({ type }) => REFUSED_TYPES.includes(type)).map(place),
    ],
    refused: [
      `locals { managed_policies = ["AmazonSSMManagedInstanceCore"] }`,
      `locals { managed_policies = ["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "AdministratorAccess"] }`,
      `resource "aws_iam_role_policy_attachment" "a" { policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" }`,
      `resource "aws_iam_role" "a" { managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }`,
      `resource "aws_iam_role_policy" "a" { policy = file("policy.json") }`,
      `resource "aws_iam_user" "a" { name = "a" }`,
      `resource "aws_iam_policy" "a" { name = "a" }`,
    ],
  },
  {
    what: "policies of AWS are attached from modules/policies alone",
    judge: (files) =>
      resourcesOf(files, "aws_iam_role_policy_attachment").filter(({ path, body }) =>
        !/module\.policies\.managed_policy_arns|local\.attachments/.test(String(body.for_each)) ||
        (String(body.for_each).includes("local.attachments") && !attachmentsAreManaged(files, path))
      ).map(place),
    refused: [
      `resource "aws_iam_role_policy_attachment" "a" { for_each = var.policies }`,
      `locals { attachments = var.policies }
      resource "aws_iam_role_policy_attachment" "a" { for_each = local.attachments }`,
    ],
  },
];

/** Every object with an Effect, wherever it stands. */
function statementsOf(files: readonly TerraformFile[]): [path: string, statement: JsonObject][] {
  return files.flatMap(({ path, body }) =>
    [...walk(body)].map(([, value]) => value).filter(isObject).filter((it) => "Effect" in it)
      .map((it): [string, JsonObject] => [path, it])
  );
}

function judgeStatement(statement: JsonObject): string[] {
  if (statement.Effect === "Deny") return [];
  const actions = asList(statement.Action).map(String);
  const resources = asList(statement.Resource).map(String);
  const isTrust = actions.join() === "sts:AssumeRole" && isObject(statement.Principal);
  const name = String(statement.Sid ?? actions.join());
  return [
    ...(actions.length === 0 ? [`${name} names no action`] : []),
    ...(resources.length === 0 && !isTrust ? [`${name} names no resource`] : []),
    ...actions.filter((it) => it.includes("*")).map((it) => `${name} allows ${it}`),
    ...resources.filter((it) => it.includes("*") && !isFolderOfBucket(it)).map((it) =>
      `${name} allows on ${it}`
    ),
    ...("NotAction" in statement || "NotResource" in statement
      ? [`${name} allows all but something`]
      : []),
    ...(principalsOf(statement).includes("*") ? [`${name} allows everybody`] : []),
  ];
}

/** Objects have no ARNs that could be listed: a folder of a bucket that is named is as narrow as it gets. */
function isFolderOfBucket(resource: string): boolean {
  return /^\$\{local\.bucket\}\/[a-z]+\/\*$/.test(resource);
}

function principalsOf({ Principal }: JsonObject): Json[] {
  return isObject(Principal)
    ? Object.values(asObject(Principal)).flatMap(asList)
    : [...asList(Principal)];
}

function attachmentsAreManaged(files: readonly TerraformFile[], path: string): boolean {
  return localsOf(files.filter((it) => it.path === path)).some(([name, value]) =>
    name === "attachments" && String(value).includes("module.policies.managed_policy_arns")
  );
}

function sameWords(value: Json, words: readonly string[]): boolean {
  return JSON.stringify(asList(value).toSorted()) === JSON.stringify(words.toSorted());
}
