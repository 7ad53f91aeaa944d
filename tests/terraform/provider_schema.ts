/**
 * What the provider takes, cut down to the resources that we use: the names of arguments, of nested blocks and of what
 * can be read. Made from `terraform providers schema -json` of the version that versions.tf pins:
 *
 *     terraform -chdir=terraform providers schema -json | deno run -R -W tests/terraform/provider_schema.ts
 */
import { asObject, isObject, type Json, type JsonObject } from "./json_value.ts";

export interface BlockSchema {
  /** Names, each followed by `!` where it has to be given. */
  readonly arguments: string;
  /** Names that can only be read. */
  readonly readable: string;
  readonly blocks: Readonly<Record<string, BlockSchema>>;
}

export interface ProviderSchema {
  readonly resource: Readonly<Record<string, BlockSchema>>;
  readonly data: Readonly<Record<string, BlockSchema>>;
}

const SCHEMA_FILE = new URL("provider_schema.json", import.meta.url);
const PROVIDER = "registry.terraform.io/hashicorp/aws";

if (import.meta.main) {
  const whole = JSON.parse(await new Response(Deno.stdin.readable).text());
  const schema = cutDown(whole, await readUsedTypes(new URL("../../terraform/", import.meta.url)));
  await Deno.writeTextFile(SCHEMA_FILE, `${JSON.stringify(schema, null, 2)}\n`);
}

export async function readProviderSchema(): Promise<ProviderSchema> {
  return JSON.parse(await Deno.readTextFile(SCHEMA_FILE));
}

/** The types of resources and data in all files of a folder. */
async function readUsedTypes(folder: URL): Promise<Set<string>> {
  const types = new Set<string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !name.startsWith(".")) {
      for (const type of await readUsedTypes(new URL(`${name}/`, folder))) types.add(type);
    } else if (name.endsWith(".tf")) {
      const text = await Deno.readTextFile(new URL(name, folder));
      for (const [, type] of text.matchAll(/^(?:resource|data) "(\w+)"/gm)) {
        types.add(type as string);
      }
    }
  }
  return types;
}

function cutDown(whole: JsonObject, types: ReadonlySet<string>): ProviderSchema {
  const provider = asObject(asObject(whole.provider_schemas)[PROVIDER]);
  const pick = (kind: string) =>
    Object.fromEntries(
      Object.entries(asObject(provider[kind])).filter(([type]) => types.has(type))
        .map(([type, it]) => [type, cutBlock(asObject(asObject(it).block))]),
    );
  return { resource: pick("resource_schemas"), data: pick("data_source_schemas") };
}

function cutBlock(block: JsonObject): BlockSchema {
  const attributes = Object.entries(asObject(block.attributes)).map(([name, it]) => ({
    name,
    ...asObject(it),
  }));
  const isGiven = (it: JsonObject) => it.required === true || it.optional === true;
  return {
    arguments: attributes.filter(isGiven).map((it) => it.name + (isRequired(it) ? "!" : "")).join(
      " ",
    ),
    readable: attributes.filter((it) => !isGiven(it)).map(({ name }) => name).join(" "),
    blocks: Object.fromEntries(
      Object.entries(asObject(block.block_types)).filter(([name]) => name !== "timeouts")
        .map(([name, it]) => [name, cutBlock(asObject(asObject(it).block))]),
    ),
  };
}

function isRequired(attribute: Json): boolean {
  return isObject(attribute) && attribute.required === true;
}
