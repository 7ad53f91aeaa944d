/**
 * Plotly's own rules as a static sheet, from the text of `plotly.js/build/plotcss.js`. Plotly would
 * otherwise insert them at run time, which a content security policy without inline styles forbids.
 * `deno run -R -W web/charts/plotly_style_sheet.ts` writes the sheet anew after an update.
 */
export function plotlyStyleSheet(source: string): string {
  const rules = [...source.matchAll(/^\s*("(?:[^"\\]|\\.)*"|\w+): ("(?:[^"\\]|\\.)*"),?$/gm)]
    .map(([, selector = "", body = ""]) => [unquote(selector), unquote(body)] as const);
  // Plotly inserts each rule before the ones that are there, so the last stands first.
  const lines = rules.reverse().map(([selector, body]) => `${fullSelector(selector)}{${body}}`);
  return `/* Generated from plotly.js/build/plotcss.js by plotly_style_sheet.ts. */\n${
    lines.join("\n")
  }\n`;
}

function unquote(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

/** Plotly writes X for its charts and Y for its messages. */
function fullSelector(short: string): string {
  return short
    .replace(/^,/, " ,")
    .replaceAll("X", ".js-plotly-plot .plotly")
    .replaceAll("Y", ".plotly-notifier");
}

if (import.meta.main) {
  const source = new URL("../../node_modules/plotly.js/build/plotcss.js", import.meta.url);
  const target = new URL("./plotly.css", import.meta.url);
  await Deno.writeTextFile(target, plotlyStyleSheet(await Deno.readTextFile(source)));
}
