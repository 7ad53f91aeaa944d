import { parse } from "@cdktf/hcl2json";
import { asList, asObject, type Json, type JsonObject } from "./json_value.ts";

/** One file of Terraform, read. */
export interface TerraformFile {
  /** Path below the folder of the configuration, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly body: JsonObject;
}

/** A block with its labels: `resource "type" "name"`; of a `variable` or an `output` the type is its kind. */
export interface Block {
  readonly path: string;
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** @throws where the text is no HCL, with line and column. */
export async function parseFile(path: string, text: string): Promise<TerraformFile> {
  return { path, text, body: await parse(path, text) as JsonObject };
}

/** Every `.tf` below a folder, but for what `terraform init` has put there. */
export async function readConfiguration(root: URL): Promise<TerraformFile[]> {
  const files: TerraformFile[] = [];
  for (const path of await listFiles(root, /\.tf$/)) {
    files.push(await parseFile(path, await Deno.readTextFile(new URL(path, root))));
  }
  return files;
}

/** Paths below a folder that match, sorted; hidden folders are left out. */
export async function listFiles(root: URL, pattern: RegExp, folder = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(new URL(`./${folder}`, root))) {
    if (entry.name.startsWith(".")) continue;
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) paths.push(...await listFiles(root, pattern, `${path}/`));
    else if (pattern.test(path)) paths.push(path);
  }
  return paths.sort();
}

/** The blocks of one kind in all files. */
export function blocksOf(files: readonly TerraformFile[], kind: string): Block[] {
  return files.flatMap((file) => {
    const groups = Object.entries(asObject(file.body[kind]));
    const isLabelledTwice = kind === "resource" || kind === "data";
    return groups.flatMap(([label, inner]) =>
      isLabelledTwice
        ? Object.entries(asObject(inner)).flatMap(([name, body]) =>
          toBlocks(file, kind, label, name, body)
        )
        : toBlocks(file, kind, kind, label, inner)
    );
  });
}

function toBlocks(
  { path }: TerraformFile,
  kind: string,
  type: string,
  name: string,
  bodies: Json,
): Block[] {
  return asList(bodies).map((body) => ({ path, kind, type, name, body: asObject(body) }));
}

/** The resources of some types. */
export function resourcesOf(files: readonly TerraformFile[], ...types: string[]): Block[] {
  return blocksOf(files, "resource").filter(({ type }) => types.includes(type));
}

/** The local values of all files, by name. */
export function localsOf(files: readonly TerraformFile[]): [name: string, value: Json][] {
  return files.flatMap(({ body }) =>
    asList(body.locals).flatMap((it) => Object.entries(asObject(it)))
  );
}

/** The blocks inside another, however often they are there. */
export function innerBlocks(body: JsonObject, name: string): JsonObject[] {
  return asList(body[name]).map(asObject);
}

/** How a block is called in a message. */
export function place({ path, kind, type, name }: Block): string {
  return `${path}: ${kind === type ? kind : type}.${name}`;
}

/** The folder of a file: a module. */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}
