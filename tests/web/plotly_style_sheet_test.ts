import { assert, assertEquals } from "@std/assert";
import { plotlyStyleSheet } from "../../web/charts/plotly_style_sheet.ts";

const source = await Deno.readTextFile(
  new URL("../../node_modules/plotly.js/build/plotcss.js", import.meta.url),
);

/** The formatter sets the sheet in lines; only what it says counts. */
function withoutLayout(sheet: string): string {
  return sheet.replace(/\s+/g, "").replaceAll(";}", "}");
}

Deno.test("the static sheet holds every rule of the Plotly that is installed", async () => {
  const sheet = await Deno.readTextFile(new URL("../../web/charts/plotly.css", import.meta.url));
  assertEquals(withoutLayout(sheet), withoutLayout(plotlyStyleSheet(source)));
  const rules = source.slice(source.indexOf("{"), source.indexOf("};")).match(/": "|Y: "/g) ?? [];
  assertEquals(sheet.match(/\{/g)?.length, rules.length);
});

Deno.test("Plotly's short selectors are written out, the last rule first", () => {
  const sheet = plotlyStyleSheet('  "X a": "color:red;",\n  Y: "top:0;"\n');
  const [, first, second] = sheet.split("\n");
  assertEquals(first, ".plotly-notifier{top:0;}");
  assertEquals(second, ".js-plotly-plot .plotly a{color:red;}");
  assert(!sheet.includes("X"));
});
