import { assert, assertEquals } from "@std/assert";
import { contrast } from "../../web/charts/palette.ts";

const source = await Deno.readTextFile(
  new URL("../../web/styles/_tokens.scss", import.meta.url),
);

/** The colours of one block of the tokens, on top of those it builds on. */
function tokens(selectors: readonly string[]): Map<string, string> {
  const colors = new Map<string, string>();
  for (const selector of selectors) {
    const start = source.indexOf(`${selector} {`);
    assert(start >= 0, `no block "${selector}"`);
    const block = source.slice(start, source.indexOf("}", start));
    for (const [, name, color] of block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)) {
      colors.set(name ?? "", color ?? "");
    }
  }
  return colors;
}

const LIGHT = '[data-bs-theme="light"]';
const DARK = '[data-bs-theme="dark"]';
const CLASSIC = '[data-colors="classic"]';
const THEMES: Record<string, readonly string[]> = {
  light: [LIGHT],
  dark: [DARK],
  "light, green and red": [LIGHT, `${LIGHT}${CLASSIC}`],
  "dark, green and red": [DARK, `${DARK}${CLASSIC}`],
};
/** Ink on ground, as they meet on the pages. */
const PAIRS: readonly [string, readonly string[]][] = [
  ["ink", ["ground", "surface", "surface-raised", "surface-sunk", "accent-soft"]],
  ["ink-muted", ["ground", "surface", "surface-raised", "surface-sunk", "accent-soft"]],
  ["accent", ["ground", "surface", "accent-soft"]],
  ["up", ["ground", "surface", "surface-raised", "accent-soft"]],
  ["down", ["ground", "surface", "surface-raised", "accent-soft"]],
  ["second", ["surface"]],
  ["accent-ink", ["accent"]],
  ["surface", ["up", "down"]],
  ["warning-ink", ["warning-ground"]],
  ["error-ink", ["error-ground", "surface"]],
];

for (const [theme, selectors] of Object.entries(THEMES)) {
  Deno.test(`every ink reaches 4.5:1 on its ground: ${theme}`, () => {
    const colors = tokens(selectors);
    const poor = PAIRS.flatMap(([ink, grounds]) =>
      grounds.map((ground) => {
        const ratio = contrast(colors.get(ink) ?? "", colors.get(ground) ?? "");
        return ratio < 4.5 ? `${ink} on ${ground}: ${ratio.toFixed(2)}` : "";
      })
    ).filter((line) => line !== "");
    assertEquals(poor, []);
  });
}

Deno.test("contrast is the ratio of WCAG", () => {
  assertEquals(contrast("#000000", "#ffffff"), 21);
  assertEquals(contrast("#777777", "#ffffff").toFixed(2), "4.48");
});
