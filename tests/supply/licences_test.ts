import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { judgeLicence, readLicence, statedBy } from "./licence.ts";
import { renderLicences, renderTexts } from "./licences_page.ts";
import { type Package, readPackages, ROOT } from "./packages.ts";

const packages = readPackages();

Deno.test("what is shipped asks for no more than its notice, and nothing is unknown", () => {
  assertEquals(packages.map(judgeLicence).filter((reason) => reason !== null), []);
});

Deno.test("docs/licences.md is what deno task licences writes", async () => {
  const page = await Deno.readTextFile(join(ROOT, "docs", "licences.md"));
  assert(page === renderLicences(packages), "Run deno task licences and commit docs/licences.md.");
});

Deno.test("what is said of packages of other platforms holds for those of this one", () => {
  const stated = packages.filter((one) => one.isForPlatform && one.licence.folder !== null);
  assert(stated.length > 3);
  for (const { name, licence } of stated) {
    assertEquals(statedBy(licence.folder), licence.expression, name);
  }
});

Deno.test("copyleft, unknown licences and none are refused", () => {
  const judge = (name: string, expression: string, role: Package["role"] = "program") =>
    judgeLicence({ name, role, licence: { expression, folder: null } }) === null;
  assertEquals(judge("a", "MIT"), true);
  assertEquals(judge("a", "(MIT OR GPL-3.0-only)"), true, "we choose MIT");
  for (
    const expression of ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "SEE LICENSE IN X", "", "MPL-2.0"]
  ) {
    assertEquals(judge("a", expression), false, expression);
    assertEquals(judge("a", expression, "development"), false, expression);
  }
  assertEquals(judge("axe-core", "MPL-2.0", "development"), true);
  assertEquals(judge("axe-core", "MPL-2.0", "program"), false, "it is not to be shipped");
});

Deno.test("programs, pages and development are told apart", () => {
  const roleOf = (name: string) => packages.find((one) => one.name === name)?.role;
  assertEquals(
    ["pg", "onnxruntime-node", "solid-js", "plotly.js", "bootstrap", "vite", "playwright-core"]
      .map(roleOf),
    ["program", "program", "pages", "pages", "pages", "development", "development"],
  );
});

Deno.test("a release has the texts of the licences of what is shipped", () => {
  const texts = renderTexts(packages);
  for (const part of ["Permission is hereby granted", "Apache License", "pg 8.23.0", "solid-js "]) {
    assert(texts.includes(part), part);
  }
  assert(!texts.includes("playwright-core"), "nor those of what is not");
});

Deno.test("a licence that was read by hand names a version: a newer one is read anew", () => {
  const one = packages.find(({ name }) => name === "stack-trace") as Package;
  assertEquals(readLicence(ROOT, { ...one, version: "99.0.0" }).expression, "");
});
