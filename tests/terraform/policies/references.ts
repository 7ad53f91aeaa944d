import { blocksOf, folderOf, localsOf, type TerraformFile } from "../configuration.ts";
import { asList, asObject, isObject, walk } from "../json_value.ts";
import type { Policy } from "../policy.ts";

/** What an expression speaks of: `var.a`, `local.a`, `module.a.b`, `aws_vpc.a`, `data.aws_vpc.a`. */
const REFERENCE =
  /(?<![\w.])(?:(var|local)\.(\w+)|module\.(\w+)(?:\[[^\]]*\])?\.(\w+)|((?:data\.)?aws_\w+)\.(\w+))/g;

/** `terraform validate` says this too, where there is a provider. */
export const REFERENCE_POLICIES: readonly Policy[] = [
  {
    what: "whatever is spoken of is there",
    judge: (files) =>
      byFolder(files).flatMap(([folder, inside]) => {
        const declared = declarationsOf(files, folder, inside);
        return [...referencesOf(inside)].filter((it) => !declared.has(it)).map((it) =>
          `${folder}: ${it}`
        );
      }),
    refused: [
      `locals { a = var.b }`,
      `locals { a = "x\${local.b}" }`,
      `locals { a = aws_vpc.this.id }`,
      `locals { a = [for one in data.aws_vpc.this : one.id] }`,
      `locals { a = module.b.c }`,
      {
        "main.tf": `module "b" { source = "./modules/b" }
          locals { a = module.b[0].c }`,
        "modules/b/b.tf": `output "d" { value = 1 }`,
      },
    ],
    allowed: [
      `variable "b" { type = string }
      locals { a = var.b }`,
      `locals { a = "var.b is not spoken of in a text" }`,
    ],
  },
  {
    what: "whatever is asked for or worked out is used",
    judge: (files) =>
      byFolder(files).flatMap(([folder, inside]) => {
        const used = referencesOf(inside);
        return [
          // What is asked for in order to be checked is used by that.
          ...blocksOf(inside, "variable").filter(({ body }) => !("validation" in body))
            .map(({ name }) => `var.${name}`),
          ...localsOf(inside).map(([name]) => `local.${name}`),
        ].filter((it) => !used.has(it)).map((it) => `${folder}: ${it}`);
      }),
    refused: [`variable "a" { type = string }`, `locals { a = 1 }`],
  },
];

function byFolder(files: readonly TerraformFile[]): [folder: string, files: TerraformFile[]][] {
  return [...Map.groupBy(files, ({ path }) => folderOf(path))];
}

function referencesOf(files: readonly TerraformFile[]): Set<string> {
  const found = new Set<string>();
  for (const { body } of files) {
    for (const [at, value] of walk(body)) {
      if (typeof value !== "string" || at.includes("validation")) continue;
      for (const [, expression] of value.matchAll(/\$\{(.*)\}/gs)) {
        for (const match of (expression as string).matchAll(REFERENCE)) found.add(nameOf(match));
      }
    }
  }
  return found;
}

function nameOf([, kind, name, module, output, type, resource]: RegExpMatchArray): string {
  if (kind !== undefined) return `${kind}.${name}`;
  return module !== undefined ? `module.${module}.${output}` : `${type}.${resource}`;
}

function declarationsOf(
  all: readonly TerraformFile[],
  folder: string,
  inside: readonly TerraformFile[],
): Set<string> {
  return new Set([
    ...blocksOf(inside, "variable").map(({ name }) => `var.${name}`),
    ...localsOf(inside).map(([name]) => `local.${name}`),
    ...blocksOf(inside, "resource").map(({ type, name }) => `${type}.${name}`),
    ...blocksOf(inside, "data").map(({ type, name }) => `data.${type}.${name}`),
    ...blocksOf(inside, "module").flatMap(({ name, body }) =>
      outputsOf(all, folder, String(body.source)).map((output) => `module.${name}.${output}`)
    ),
  ]);
}

function outputsOf(files: readonly TerraformFile[], from: string, source: string): string[] {
  const base = from === "." ? "file:///" : `file:///${from}/`;
  const folder = new URL(source, base).pathname.slice(1);
  return files.filter(({ path }) => folderOf(path) === folder)
    .flatMap(({ body }) =>
      asList(body.output).filter(isObject).flatMap((it) => Object.keys(asObject(it)))
    );
}
