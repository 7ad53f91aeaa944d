/** The tables of costs in terraform/README.md are worked out again, line by line. */
import { assertEquals } from "@std/assert";

const HOURS = 730;
const README = new URL("../../terraform/README.md", import.meta.url);

interface Line {
  readonly what: string;
  readonly amount: number;
  /** Pairs of a price and what it comes to in a month. */
  readonly prices: readonly (readonly [price: number, month: number])[];
}

interface Table {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly totals: readonly number[];
}

/** `### title`, then rows of `| what | amount | price | month | price | month |`, and one of totals. */
function readTables(text: string): Table[] {
  return [...text.matchAll(/^### (Costs: .*)\n([\s\S]*?)(?=\n##|$(?![\s\S]))/gm)].map(
    ([, title, body]) => {
      const rows = (body as string).split("\n").filter((line) => /^\| (?!what|-)/.test(line))
        .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
      const [last] = rows.slice(-1) as [string[]];
      return {
        title: title as string,
        lines: rows.slice(0, -1).map(readLine),
        totals: [last[3], last[5]].map((cell) => Number((cell as string).replaceAll("*", ""))),
      };
    },
  );
}

function readLine([what, amount, ...cells]: string[]): Line {
  const numbers = cells.map(Number) as [number, number, number, number];
  return {
    what: what as string,
    amount: readAmount(amount as string),
    prices: [[numbers[0], numbers[1]], [numbers[2], numbers[3]]],
  };
}

/** `2 × 730 h`, `70 GB`, `1`. */
function readAmount(text: string): number {
  return text.split("×").map((factor) => Number.parseFloat(factor)).reduce((a, b) => a * b);
}

function cents(amount: number): string {
  return (Math.round(amount * 100 + 1e-6) / 100).toFixed(2);
}

const tables = readTables(await Deno.readTextFile(README));

Deno.test("both stages have a table of costs", () => {
  assertEquals(tables.map(({ title }) => title), ["Costs: stage one", "Costs: scaled stage"]);
  for (const { title, lines } of tables) assertEquals(lines.length >= 4, true, title);
});

for (const { title, lines, totals } of tables) {
  Deno.test(`${title}: every line is its amount times its price, and the total their sum`, () => {
    for (const { what, amount, prices } of lines) {
      for (const [price, month] of prices) assertEquals(cents(month), cents(amount * price), what);
    }
    assertEquals(
      totals.map(cents),
      [0, 1].map((region) => cents(lines.reduce((sum, { prices }) => sum + prices[region]![1], 0))),
    );
  });

  Deno.test(`${title}: what is paid by the hour is paid for a month of ${HOURS} hours`, async () => {
    const text = await Deno.readTextFile(README);
    const hours = [...text.matchAll(/× (\d+) h \|/g)].map(([, it]) => Number(it));
    assertEquals(new Set(hours), new Set([HOURS]));
  });
}
