import {
  type Block,
  blocksOf,
  folderOf,
  innerBlocks,
  place,
  type TerraformFile,
} from "../configuration.ts";
import { asList, asObject, type JsonObject, walk } from "../json_value.ts";
import type { Policy } from "../policy.ts";
import { type BlockSchema, type ProviderSchema, readProviderSchema } from "../provider_schema.ts";

const META_ARGUMENTS = ["count", "for_each", "depends_on", "lifecycle", "dynamic"];

/** A reference to an attribute: `aws_vpc.this.id`, `data.aws_subnet.this.id`, `aws_eip.nat[each.key].id`. */
const ATTRIBUTE = /(?<![\w.])(data\.)?(aws_\w+)\.\w+(?:\[[^\]]*\])?\.([a-z]\w*)/g;

const schema: ProviderSchema = await readProviderSchema();

/** `terraform validate` says this too, where there is a provider. */
export const PROVIDER_POLICIES: readonly Policy[] = [
  {
    what: "every argument is one that the provider takes, and none that it needs is missing",
    judge: (files) =>
      [...blocksOf(files, "resource"), ...blocksOf(files, "data")].flatMap((block) => {
        const known = schema[block.kind as "resource" | "data"][block.type];
        if (known === undefined) return [`${place(block)}: not in provider_schema.json`];
        return judgeBlock(block.body, known).map((why) => `${place(block)}: ${why}`);
      }),
    refused: [
      `resource "aws_vpc" "a" { cidr = "10.0.0.0/16" }`,
      `resource "aws_ebs_volume" "a" { size = 50 }`,
      `resource "aws_instance" "a" {
        metadata_options { http_token = "required" }
      }`,
      `resource "aws_autoscaling_group" "a" {
        max_size = 1
        min_size = 1
        dynamic "tag" {
          for_each = var.tags
          content { key = tag.key }
        }
      }`,
      `resource "aws_nothing" "a" { name = "a" }`,
      `data "aws_vpc" "a" { vpc = "a" }`,
    ],
    allowed: [`resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }`],
  },
  {
    what: "only what the provider tells is read",
    judge: (files) =>
      files.flatMap(({ path, body }) =>
        [...walk(body)].flatMap(([, value]) =>
          typeof value === "string" ? [...value.matchAll(ATTRIBUTE)] : []
        )
          .filter(([, isData, type, name]) =>
            !namesOf(schema[isData ? "data" : "resource"][type as string]).includes(name as string)
          )
          .map(([text]) => `${path}: ${text}`)
      ),
    refused: [
      `locals { a = aws_vpc.this.ident }`,
      `locals { a = data.aws_vpc.this.names }`,
      `locals { a = aws_eip.nat[each.key].ip }`,
    ],
    allowed: [`locals { a = aws_eip.nat[each.key].public_ip }`],
  },
  {
    what: "whatever can have tags has a name among them",
    judge: (files) =>
      blocksOf(files, "resource").filter(({ type, body }) =>
        namesOf(schema.resource[type]).includes("tags") && asObject(body.tags).Name === undefined
      ).map(place),
    refused: [
      `resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }`,
      `resource "aws_vpc" "a" { tags = { Owner = "a" } }`,
    ],
  },
  {
    what: "what a group makes has the tags too, which default tags do not reach",
    judge: (files) => blocksOf(files, "resource").flatMap((block) => judgeGroupTags(files, block)),
    refused: [
      `resource "aws_autoscaling_group" "a" { name = "a" }`,
      `resource "aws_launch_template" "a" { name = "a" }`,
    ],
  },
];

function judgeBlock(body: JsonObject, known: BlockSchema): string[] {
  const dynamic = Object.entries(asObject(body.dynamic)).flatMap(([name, it]) =>
    asList(it).flatMap((one) =>
      innerBlocks(asObject(one), "content").map((content) => ({ name, content }))
    )
  );
  const inner = [
    ...Object.keys(known.blocks).flatMap((name) =>
      innerBlocks(body, name).map((content) => ({ name, content }))
    ),
    ...dynamic,
  ];
  const needed = known.arguments.split(" ").filter((it) => it.endsWith("!")).map((it) =>
    it.slice(0, -1)
  );
  return [
    ...needed.filter((name) => !(name in body)).map((name) => `${name} is missing`),
    ...Object.keys(body).filter((name) => !isTaken(name, known)).map((name) =>
      `${name} is not known`
    ),
    ...inner.flatMap(({ name, content }) => {
      const block = known.blocks[name];
      return block === undefined
        ? [`${name} is not known`]
        : judgeBlock(content, block).map((why) => `${name}: ${why}`);
    }),
  ];
}

function isTaken(name: string, known: BlockSchema): boolean {
  return META_ARGUMENTS.includes(name) || name in known.blocks ||
    known.arguments.replaceAll("!", "").split(" ").includes(name);
}

function namesOf(known: BlockSchema | undefined): string[] {
  if (known === undefined) return [];
  return [
    ...known.arguments.replaceAll("!", "").split(" "),
    ...known.readable.split(" "),
    ...Object.keys(known.blocks),
  ];
}

function judgeGroupTags(files: readonly TerraformFile[], block: Block): string[] {
  const name =
    { aws_autoscaling_group: "tag", aws_launch_template: "tag_specifications" }[block.type];
  if (name === undefined) return [];
  const [dynamic] = asList(asObject(block.body.dynamic)[name]).map(asObject);
  const isTagged = JSON.stringify(dynamic ?? {}).includes("merge(var.tags");
  const isAsked = blocksOf(files, "variable").some((it) =>
    it.name === "tags" && folderOf(it.path) === folderOf(block.path)
  );
  return isTagged && isAsked ? [] : [`${place(block)}: no ${name} of all tags`];
}
