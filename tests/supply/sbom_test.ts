import { assert, assertEquals } from "@std/assert";
import { VERSION } from "../../server/version.ts";
import { readPackages } from "./packages.ts";
import { renderSbom, validateSbom } from "./sbom.ts";

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope: string;
  readonly hashes: readonly { alg: string; content: string }[];
  readonly licenses: readonly unknown[];
}

const packages = readPackages();
const text = renderSbom(packages);
const bill: {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
} = JSON.parse(text);

Deno.test("the bill of materials follows the schema of CycloneDX, strictly", async () => {
  assertEquals(await validateSbom(text), null);
  assert(await validateSbom(text.replace(`"type": "library"`, `"type": "thing"`)) !== null);
});

Deno.test("it has every package of the lockfile, with hash, licence and address", () => {
  assertEquals(bill.metadata.component.version, VERSION);
  assertEquals(bill.components.length, packages.length);
  for (const { name, hashes, licenses, purl } of bill.components) {
    assertEquals(hashes[0]?.content.length, 128, name);
    assertEquals(licenses.length, 1, name);
    assert(purl.startsWith("pkg:npm/"), purl);
  }
  const pg = bill.components.find((one) => one.purl === "pkg:npm/pg@8.23.0");
  assertEquals(pg?.scope, "required");
  assertEquals(bill.components.find((one) => one.name === "vite")?.scope, "excluded");
});

Deno.test("it says what needs what, and is the same each time", () => {
  const refs = new Set(bill.dependencies.map((one) => one.ref));
  assertEquals(refs.size, packages.length + 1);
  const ours = bill.dependencies.find((one) => one.ref === "crypto-ai")?.dependsOn ?? [];
  assert(
    ours.some((ref) => ref.startsWith("pg@")) && !ours.some((ref) => ref.startsWith("pg-pool@")),
  );
  assert(bill.dependencies.every((one) => (one.dependsOn ?? []).every((ref) => refs.has(ref))));
  assertEquals(renderSbom(readPackages()), text);
});
