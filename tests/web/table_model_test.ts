import { assertEquals } from "@std/assert";
import { parseOrder, printOrder, searchRows, sortRows, toCsv } from "../../web/ui/table_model.ts";

interface Row {
  readonly name: string;
  readonly size: number | null;
}

const COLUMNS = [
  { id: "name", label: "Name", value: (row: Row) => row.name },
  { id: "size", label: "Size", value: (row: Row) => row.size },
];
const ROWS: Row[] = [
  { name: "Bitcoin", size: 3 },
  { name: "Avalanche", size: null },
  { name: "Cardano", size: 10 },
];
const names = (rows: Row[]) => rows.map((row) => row.name);

Deno.test("rows are sorted by value, and those without one stay last both ways", () => {
  assertEquals(names(sortRows(ROWS, COLUMNS, { column: "size", descending: true })), [
    "Cardano",
    "Bitcoin",
    "Avalanche",
  ]);
  assertEquals(names(sortRows(ROWS, COLUMNS, { column: "size", descending: false })), [
    "Bitcoin",
    "Cardano",
    "Avalanche",
  ]);
});

Deno.test("an order by a column that is not there leaves rows as they are", () => {
  assertEquals(sortRows(ROWS, COLUMNS, { column: "gone", descending: true }), ROWS);
});

Deno.test("a search looks at words only, in any case", () => {
  assertEquals(names(searchRows(ROWS, COLUMNS, " CAR ")), ["Cardano"]);
  assertEquals(searchRows(ROWS, COLUMNS, "3"), []);
  assertEquals(searchRows(ROWS, COLUMNS, ""), ROWS);
});

Deno.test("CSV quotes what needs it, keeps full precision and leaves unknown cells empty", () => {
  const rows: Row[] = [{ name: 'a "b", c', size: 0.1234567890123 }, { name: "d", size: null }];
  assertEquals(toCsv(COLUMNS, rows), 'Name,Size\r\n"a ""b"", c",0.1234567890123\r\nd,\r\n');
});

Deno.test("a name that a spreadsheet would run as a formula is written as text", () => {
  const rows: Row[] = [{ name: "=1+1", size: -2 }];
  assertEquals(toCsv(COLUMNS, rows), "Name,Size\r\n'=1+1,-2\r\n");
});

Deno.test("a text with separators begins no formula where cells are split at them", () => {
  const inner = ["rent;=1+1", "rent; @SUM(A1)", 'rent;"=1+1"', "rent\t-2+3", "rent\n＝1", "a;b;+1"];
  for (const name of inner) {
    const [, line = ""] = toCsv(COLUMNS, [{ name, size: null }]).split(/\r\n(?=[^]*$)/);
    for (const cell of line.split(/[;\t\n]/)) {
      assertEquals(/^[\s"]*[=+\-@\uFF1D]/.test(cell), false, `${name}: ${line}`);
    }
  }
  const plain: Row[] = [{ name: "a; b - c; 5 = 2 + 3", size: 1 }];
  assertEquals(toCsv(COLUMNS, plain), "Name,Size\r\na; b - c; 5 = 2 + 3,1\r\n");
});

Deno.test("an order survives the address, and nonsense in the address is refused", () => {
  const order = { column: "size", descending: true };
  assertEquals(parseOrder(printOrder(order), ["name", "size"]), order);
  for (const text of ["", "size", "size.up", "gone.desc", ".desc"]) {
    assertEquals(parseOrder(text, ["name", "size"]), undefined);
  }
});
