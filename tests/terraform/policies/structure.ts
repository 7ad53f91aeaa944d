import {
  type Block,
  blocksOf,
  folderOf,
  innerBlocks,
  place,
  type TerraformFile,
} from "../configuration.ts";
import { asObject, type Json } from "../json_value.ts";
import type { Policy } from "../policy.ts";

const META_ARGUMENTS = ["source", "count", "for_each", "depends_on", "providers", "version"];

/** Modules that decide; the others pass on what was decided. */
const DECIDING = /(?:^|\/)modules\/(?:config|policies|user_data)$/;

export const STRUCTURE_POLICIES: readonly Policy[] = [
  {
    what: "every variable has a type and says what it is",
    judge: (files) =>
      blocksOf(files, "variable").filter(({ body }) =>
        !isSentence(body.description) || body.type === undefined ||
        /\bany\b/.test(String(body.type))
      ).map(place),
    refused: [
      `variable "a" { type = string }`,
      `variable "a" { description = "What it is." }`,
      `variable "a" {
        type = any
        description = "What it is."
      }`,
      `variable "a" {
        type = map(any)
        description = "What it is."
      }`,
      `variable "a" {
        type = string
        description = "a"
      }`,
    ],
  },
  {
    what: "what is asked for is checked, where it is asked or in modules/config",
    judge: judgeChecks,
    refused: [
      `variable "a" { type = string }`,
      {
        "main.tf": `variable "a" { type = number }
          module "config" {
            source = "./modules/config"
            a = var.a
          }`,
        "modules/config/variables.tf": `variable "a" { type = number }`,
      },
      {
        "main.tf": `variable "a" { type = number }
          module "config" {
            source = "./modules/config"
            b = var.a
          }`,
        "modules/config/variables.tf": `variable "b" {
            type = number
            validation { condition = var.b > 0 }
          }`,
      },
    ],
    allowed: [`variable "a" { type = bool }`],
  },
  {
    what: "a refusal says what it takes",
    judge: (files) =>
      blocksOf(files, "variable").filter(({ body }) =>
        innerBlocks(body, "validation").some((it) => String(it.error_message).length < 30)
      ).map(place),
    refused: [`variable "a" {
  validation { error_message = "Wrong." }
}`],
  },
  {
    what: "every output says what it is",
    judge: (files) =>
      blocksOf(files, "output").filter(({ body }) => !isSentence(body.description)).map(place),
    refused: [`output "a" { value = 1 }`],
  },
  {
    what: "every module is given exactly what it asks for",
    judge: (files) => blocksOf(files, "module").flatMap((it) => judgeInputs(files, it)),
    refused: [
      {
        "main.tf": `module "a" { source = "./modules/a" }`,
        "modules/a/a.tf": `variable "b" { type = string }`,
      },
      {
        "main.tf": `module "a" {
            source = "./modules/a"
            b = 1
          }`,
        "modules/a/a.tf": `locals { b = 1 }`,
      },
      `module "a" { source = "terraform-aws-modules/vpc/aws" }`,
    ],
  },
  {
    what: "only the root has defaults: a module is told everything",
    judge: (files) =>
      blocksOf(files, "variable").filter(({ path, body }) =>
        path.includes("/") && "default" in body
      ).map(place),
    refused: [{ "modules/a/a.tf": `variable "b" { default = 1 }` }],
    allowed: [{ "variables.tf": `variable "b" { default = 1 }` }],
  },
  {
    what: "every folder bounds the version of terraform and pins its provider exactly",
    judge: judgeVersions,
    refused: [
      `locals { a = 1 }`,
      `terraform { required_version = ">= 1.11.0" }`,
      `terraform {
        required_version = ">= 1.11.0, < 2.0.0"
        required_providers { aws = { source = "hashicorp/aws", version = "~> 6.0" } }
      }`,
      `terraform { required_version = ">= 1.11.0, < 2.0.0" }
      resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }`,
    ],
    allowed: [`terraform { required_version = ">= 1.11.0, < 2.0.0" }`],
  },
  {
    what: "modules that decide have no resource, no data and no provider",
    judge: (files) =>
      files.filter(({ path, body }) =>
        DECIDING.test(folderOf(path)) && (body.resource ?? body.data ?? body.provider) !== undefined
      ).map(({ path }) => path),
    refused: [{ "modules/config/a.tf": `data "aws_region" "a" {}` }],
  },
  {
    what: "everything has the tags of the provider",
    judge: (files) =>
      files.flatMap(({ path, body }) =>
        Object.values(asObject(body.provider)).flat().filter((it) =>
          innerBlocks(asObject(it as Json), "default_tags")[0]?.tags !== "${module.config.tags}"
        ).map(() => `${path}: provider without default tags`)
      ),
    refused: [`provider "aws" { region = "us-east-1" }`],
  },
];

function isSentence(value: Json | undefined): boolean {
  return typeof value === "string" && /^[A-Z].{8,}[.?]$/.test(value);
}

function judgeChecks(files: readonly TerraformFile[]): string[] {
  const variables = blocksOf(files, "variable");
  const isChecked = ({ body }: Block) =>
    innerBlocks(body, "validation").length > 0 || body.type === "${bool}" || body.type === "bool";
  const config = blocksOf(files, "module").find(({ name, path }) =>
    name === "config" && !path.includes("/")
  );
  return variables.filter((variable) => {
    const folder = folderOf(variable.path);
    if (isChecked(variable)) return false;
    if (folder !== ".") return DECIDING.test(folder) && !isSentenceOnly(variable);
    const passedOn = config?.body[variable.name] === `\${var.${variable.name}}`;
    return !passedOn ||
      !variables.some((it) =>
        it.name === variable.name && folderOf(it.path) === "modules/config" && isChecked(it)
      );
  }).map(place);
}

/** Nothing can be wrong with a text that only people read. */
function isSentenceOnly({ name }: Block): boolean {
  return name.endsWith("description");
}

function judgeInputs(files: readonly TerraformFile[], module: Block): string[] {
  const { source } = module.body;
  if (typeof source !== "string" || !source.startsWith(".")) {
    return [`${place(module)}: from elsewhere, ${source}`];
  }
  const folder = new URL(source, `file:///${module.path}`).pathname.slice(1);
  const asked = blocksOf(files, "variable").filter(({ path }) => folderOf(path) === folder).map((
    { name },
  ) => name);
  const given = Object.keys(module.body).filter((name) => !META_ARGUMENTS.includes(name));
  return [
    ...asked.filter((name) => !given.includes(name)).map((name) =>
      `${place(module)}: ${name} is not given`
    ),
    ...given.filter((name) => !asked.includes(name)).map((name) =>
      `${place(module)}: ${name} is not asked for`
    ),
  ];
}

function judgeVersions(files: readonly TerraformFile[]): string[] {
  const folders = Map.groupBy(files, ({ path }) => folderOf(path));
  return [...folders].flatMap(([folder, inside]) => {
    const settings = inside.flatMap(({ body }) => innerBlocks(body, "terraform"));
    const versions = settings.map((it) => it.required_version).filter((it) => it !== undefined);
    const providers = settings.flatMap((it) => innerBlocks(it, "required_providers"));
    const needsProvider = inside.some(({ body }) =>
      (body.resource ?? body.data ?? body.provider) !== undefined
    );
    return [
      ...(versions.length === 1 && /^>= \d+\.\d+\.\d+, < \d+\.\d+\.\d+$/.test(String(versions[0]))
        ? []
        : [`${folder}: terraform's version`]),
      ...(needsProvider && providers.length === 0 ? [`${folder}: no required provider`] : []),
      ...providers.flatMap((it) => Object.entries(it))
        .filter(([, it]) => !/^\d+\.\d+\.\d+$/.test(String(asObject(it).version)))
        .map(([name]) => `${folder}: ${name} is not pinned`),
    ];
  });
}
