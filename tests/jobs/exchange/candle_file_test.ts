import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { gzipSync, zipSync } from "fflate";
import { readArchive } from "../../../jobs/exchange/archive.ts";
import { CSV_HEADER, readCandleCsv } from "../../../jobs/exchange/candle_csv.ts";
import {
  type CandleFile,
  CandleFileError,
  type ImportedCandle,
  type RejectedRow,
} from "../../../jobs/exchange/candle_file.ts";
import { sharedData, START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;
const options = { nowMs: START_MS };
const text = (value: string) => new TextEncoder().encode(value);

async function withDir(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await run(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function write(dir: string, name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(dir, name);
  await Deno.writeFile(path, typeof bytes === "string" ? text(bytes) : bytes);
  return path;
}

async function readAll(
  file: CandleFile,
): Promise<{ rows: ImportedCandle[]; rejected: RejectedRow[]; batches: number }> {
  const all = { rows: [] as ImportedCandle[], rejected: [] as RejectedRow[], batches: 0 };
  for await (const batch of file.batches()) {
    all.rows.push(...batch.rows);
    all.rejected.push(...batch.rejected);
    all.batches++;
  }
  return all;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A line of Binance's archive; `unit` 1 is milliseconds, 1000 microseconds. */
function archiveLine(openTimeMs: number, unit: 1 | 1000): string {
  const closeTime = (openTimeMs + HOUR_MS) * unit - 1;
  return `${openTimeMs * unit},100.10,101.00,99.50,100.70,12.5,${closeTime},1256.2,34,6.1,613.0,0`;
}

function archive(lines: string[], name = "BTCUSDT-1h-2024-12.csv"): Uint8Array {
  return zipSync({ [name]: text(`${lines.join("\n")}\n`) });
}

const BEFORE_2025 = Date.UTC(2024, 11, 31, 22);
const FROM_2025 = Date.UTC(2025, 0, 1);

Deno.test("an archive's milliseconds and microseconds are told apart row by row", () =>
  withDir(async (dir) => {
    const lines = [
      archiveLine(BEFORE_2025, 1),
      archiveLine(BEFORE_2025 + HOUR_MS, 1),
      archiveLine(FROM_2025, 1000),
    ];
    const path = await write(dir, "BTCUSDT-1h-2024-12.zip", archive(lines));
    const file = await readArchive(path, options);
    const { rows, rejected } = await readAll(file);
    assertEquals(rejected, []);
    assertEquals(rows.map((row) => row.candle.openTimeMs), [
      BEFORE_2025,
      BEFORE_2025 + HOUR_MS,
      FROM_2025,
    ]);
    assertEquals([rows[2]!.symbol, rows[2]!.line], ["BTCUSDT", 3]);
    assertEquals([rows[2]!.candle.open, rows[2]!.candle.trades], ["100.10", 34]);
    assertEquals([file.checksum, file.name], ["absent", "BTCUSDT-1h-2024-12.zip"]);
    assertEquals(file.sha256, await sha256(await Deno.readFile(path)));
  }));

Deno.test("an archive's header is passed over, its bad rows are given with line and reason", () =>
  withDir(async (dir) => {
    const lines = [
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,x,y,ignore",
      archiveLine(BEFORE_2025, 1),
      archiveLine(BEFORE_2025, 1).replace("99.50", "100.50"),
      "1,2,3",
    ];
    const path = await write(dir, "a.zip", archive(lines));
    const { rows, rejected } = await readAll(await readArchive(path, options));
    assertEquals(rows.length, 1);
    assertEquals(rejected.map((row) => row.line), [3, 4]);
    assertStringIncludes(rejected[0]!.reason, "low 100.5 is above");
    assertEquals(rejected[0]!.openTimeMs, BEFORE_2025);
    assertStringIncludes(rejected[1]!.reason, "3 fields, not 12");
    assertEquals(rejected[1]!.raw, "1,2,3");
  }));

Deno.test("a checksum beside the archive is verified, a wrong one gives nothing", () =>
  withDir(async (dir) => {
    const zip = archive([archiveLine(BEFORE_2025, 1)]);
    const path = await write(dir, "b.zip", zip);
    await write(dir, "b.zip.CHECKSUM", `${await sha256(zip)}  b.zip\n`);
    assertEquals((await readArchive(path, options)).checksum, "verified");
    await write(dir, "b.zip.CHECKSUM", `${"0".repeat(64)}  b.zip\n`);
    const error = await assertRejects(() => readArchive(path, options), CandleFileError);
    assertStringIncludes(error.message, "does not match its checksum");
    await write(dir, "b.zip.CHECKSUM", "soon");
    await assertRejects(() => readArchive(path, options), CandleFileError, "no SHA-256");
  }));

Deno.test("a damaged, cut, empty or foreign archive is refused with the reason", () =>
  withDir(async (dir) => {
    const lines = Array.from({ length: 500 }, (_, i) => archiveLine(BEFORE_2025 - i * HOUR_MS, 1));
    const good = archive(lines);
    const flipped = good.slice();
    flipped[Math.floor(good.length / 2)]! ^= 0xff;
    const stored = zipSync({ "BTCUSDT-1h-2024-12.csv": [text(lines.join("\n")), { level: 0 }] });
    stored[5_000]! ^= 1; // a digit: only the CRC can tell
    const cases: [string, Uint8Array, string][] = [
      ["flipped.zip", flipped, "is damaged"],
      ["digit.zip", stored, "does not match its CRC"],
      ["cut.zip", good.subarray(0, good.length - 40), "is not a whole zip file"],
      ["half.zip", good.subarray(0, good.length / 2), "is not a whole zip file"],
      ["text.zip", text("no zip at all"), "is not a whole zip file"],
      ["empty.zip", new Uint8Array(), "is empty"],
      ["hollow.zip", zipSync({ "BTCUSDT-1h-2024-12.csv": new Uint8Array() }), "holds an empty"],
      ["other.zip", zipSync({ "readme.txt": text("hello") }), "holds no candles"],
      ["minutes.zip", archive(lines, "BTCUSDT-1m-2024-12.csv"), "holds 1m candles"],
    ];
    for (const [name, bytes, words] of cases) {
      const path = await write(dir, name, bytes);
      const error = await assertRejects(() => readArchive(path, options), CandleFileError);
      assertStringIncludes(error.message, words, name);
      assertStringIncludes(error.message, name);
    }
    const missing = join(dir, "missing.zip");
    await assertRejects(() => readArchive(missing, options), CandleFileError, "does not exist");
  }));

function csv(lines: string[]): string {
  return `\uFEFF${CSV_HEADER}\r\n${lines.join("\r\n")}\r\n`;
}

function csvLine(openTimeMs: number, volume = "12.5", quoteVolume = ""): string {
  return `BTCUSDT,${openTimeMs},100.10,101,99.5,100.7,${volume},${quoteVolume}`;
}

Deno.test("the import format is read plain and gzipped, in batches, with lines and reasons", () =>
  withDir(async (dir) => {
    const lines = [
      csvLine(BEFORE_2025),
      csvLine(BEFORE_2025 + HOUR_MS, "12.5", "1256.2"),
      csvLine(BEFORE_2025 + 1),
      csvLine(BEFORE_2025, "-1"),
      "BTCUSDT,1",
      `B T C,${BEFORE_2025},1,1,1,1,1,`,
    ];
    for (
      const [name, bytes] of [["c.csv", text(csv(lines))], [
        "c.csv.gz",
        gzipSync(text(csv(lines))),
      ]] as const
    ) {
      const file = await readCandleCsv(await write(dir, name, bytes), { ...options, batchRows: 2 });
      const { rows, rejected, batches } = await readAll(file);
      assertEquals(rows.map((row) => row.candle.quoteVolume), [null, "1256.2"]);
      assertEquals(rows.map((row) => row.line), [2, 3]);
      assertEquals(rejected.map((row) => row.line), [4, 5, 6, 7]);
      assertEquals(rejected.map((row) => /on the hour|negative|2 fields|symbol/.test(row.reason)), [
        true,
        true,
        true,
        true,
      ]);
      assertEquals(batches, 3);
    }
  }));

Deno.test("a damaged, empty or foreign CSV is refused with the reason", () =>
  withDir(async (dir) => {
    const lines = Array.from({ length: 2000 }, (_, i) => csvLine(BEFORE_2025 - i * HOUR_MS));
    const zipped = gzipSync(text(csv(lines)));
    const flipped = zipped.slice();
    flipped[zipped.length - 6]! ^= 0xff; // gzip's CRC, after all rows
    const cases: [string, Uint8Array | string, string][] = [
      ["cut.csv.gz", zipped.subarray(0, zipped.length - 100), "is damaged"],
      ["flipped.csv.gz", flipped, "is damaged"],
      ["text.csv.gz", "symbol,open", "is damaged"],
      ["empty.csv", "", "is empty"],
      ["blank.csv", "\n\n", "holds no lines"],
      ["header.csv", `${CSV_HEADER}\n`, "a header and no candles"],
      ["other.csv", "date,price\n2024-01-01,5\n", "is not a candle file"],
    ];
    for (const [name, bytes, words] of cases) {
      const path = await write(dir, name, bytes);
      const error = await assertRejects(() => readCandleCsv(path, options), CandleFileError);
      assertStringIncludes(error.message, words, name);
    }
    await assertRejects(() => readCandleCsv(dir, options), CandleFileError, "is not a file");
  }));

const outages = sharedData("candles/gaps/BTCUSDT-1h-2017-2020.csv.gz");

Deno.test({
  name: "23,000 real candles are read without a loss",
  ignore: outages === null,
  fn: async () => {
    const { rows, rejected } = await readAll(await readCandleCsv(outages!, options));
    assertEquals([rows.length, rejected.length], [23_843, 0]);
    assertEquals(rows[0]!.candle.openTimeMs, 1502942400000);
    assertEquals(rows[0]!.candle.open, "4261.48");
  },
});
