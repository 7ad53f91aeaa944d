import { Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";
import { VERSION } from "../../server/version.ts";
import type { Package } from "./packages.ts";

/** What a release is made of, as CycloneDX 1.6 in JSON. The same packages give the same text. */
export function renderSbom(packages: readonly Package[]): string {
  const product = new Models.Component(Enums.ComponentType.Application, "crypto-ai", {
    bomRef: "crypto-ai",
    version: VERSION,
  });
  const components = new Map(packages.map((one) => [one.key, describePackage(one)]));
  const refOf = (key: string) => (components.get(key) as Models.Component).bomRef;
  for (const one of packages) {
    for (const key of one.needs) components.get(one.key)?.dependencies.add(refOf(key));
    if (one.isDirect) product.dependencies.add(refOf(one.key));
  }
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: product }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  );
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function describePackage(one: Package): Models.Component {
  const [group, name] = one.name.startsWith("@") ? one.name.split("/") : [undefined, one.name];
  const licence = one.licence.expression;
  return new Models.Component(Enums.ComponentType.Library, name as string, {
    bomRef: one.key,
    ...(group !== undefined && { group }),
    version: one.version,
    purl: new PackageURL("npm", group, name as string, one.version, null, null).toString(),
    // What only builds or tests is listed, and said not to be in a release.
    scope: one.role === "development"
      ? Enums.ComponentScope.Excluded
      : Enums.ComponentScope.Required,
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-512"], hexOf(one.integrity)]]),
    licenses: new Models.LicenseRepository([
      / (?:AND|OR|WITH) /.test(licence)
        ? new Models.LicenseExpression(licence)
        : new Models.SpdxLicense(licence),
    ]),
    properties: new Models.PropertyRepository([new Models.Property("crypto-ai:role", one.role)]),
  });
}

function hexOf(integrity: string): string {
  const base64 = /^sha512-(.+)$/.exec(integrity)?.[1];
  if (base64 === undefined) throw new Error(`"${integrity}" is no SHA-512 hash of a package.`);
  return Uint8Array.fromBase64(base64).toHex();
}

/** What is wrong with it by the schema of CycloneDX, which the library brings; null where nothing. */
export async function validateSbom(text: string): Promise<unknown> {
  return await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
}
