import { assertEquals } from "@std/assert";
import { amountInput } from "../../../server/coins/amount.ts";
import { countRows } from "../../db/ledger/ledger_for_tests.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, startTestApp } from "../app_for_tests.ts";
import { coinClient, type ErrorOf } from "./coin_client.ts";

/** Texts that are no amount, in a body or in a query. */
const BAD_TEXTS = [
  "",
  "0",
  "0.00000000",
  "-1",
  "+1",
  "1e3",
  "0x10",
  "NaN",
  "Infinity",
  " 1",
  "1 ",
  "1.",
  ".5",
  "1,5",
  "0.123456789",
  "１２",
  "٣",
  "1_000",
  "1234567890123456789",
  "1.0.0",
];

/** JSON that is no amount; written as it is sent, so that no number is rounded before. */
const BAD_JSON = [
  "1e308",
  "-1",
  "0",
  "-0",
  "0.000000001",
  "9007199254740993",
  "0.30000000000000004",
  "1e-9",
  "null",
  "true",
  "[1]",
  "{}",
  "1e400",
];

/** Numbers of JSON that parsing would round to a good amount. */
const LOSSY_JSON = [
  "1.0000000000000001",
  "100000000000000.001",
  "0.10000000000000000555",
  "1000000000000000.1e-15",
  "9.9999999999999999999",
];

const GOOD: [json: string, amount: string][] = [
  ["0.1", "0.1"],
  ["1e3", "1000"],
  ["0.0000001", "0.0000001"],
  ["1e-8", "0.00000001"],
  ["123456789012345", "123456789012345"],
  ['"0012.500"', "12.5"],
  ['"123456789012345678.12345678"', "123456789012345678.12345678"],
  ["2.50", "2.5"],
];

Deno.test("an amount is exact, or it is refused", () => {
  const read = (value: unknown) => amountInput.safeParse(value).data;
  assertEquals(GOOD.map(([json]) => read(JSON.parse(json))), GOOD.map(([, amount]) => amount));
  assertEquals(BAD_TEXTS.filter((text) => read(text) !== undefined), []);
  assertEquals(BAD_JSON.filter((json) => read(JSON.parse(json)) !== undefined), []);
});

Deno.test("what is no amount is 400 naming the field, and leaves no row", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const coins = coinClient(server);
  await coins.mint("alice", "100");
  await coins.mint("bob", "1");
  const before = await countRows(db);
  const rest = '"from_user":"alice","to_user":"bob"';
  const bodies = [...BAD_JSON, ...LOSSY_JSON, ...BAD_TEXTS.map((text) => JSON.stringify(text))];
  for (const json of bodies) {
    const response = await fetch(`${server.url}/api/v1/transactions/quick-send`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: `{${rest},"amount":${json}}`,
    });
    const body = await response.json() as ErrorOf;
    assertEquals([json, response.status, fieldOf(body)], [json, 400, "amount"]);
  }
  for (const json of LOSSY_JSON) {
    const response = await fetch(`${server.url}/trpc/transactions.quickSend`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: `{${rest},"metadata":{"note":"\\"amount\\":1"},"amount" : ${json}}`,
    });
    assertEquals([json, response.status, fieldOf(await response.json())], [json, 400, "amount"]);
  }
  for (const text of BAD_TEXTS) {
    const query = new URLSearchParams({ from_user: "alice", to_user: "bob", amount: text });
    const { status, body } = await coins.post<ErrorOf>(`/transactions/quick-send?${query}`);
    assertEquals([text, status, fieldOf(body)], [text, 400, "amount"]);
    const mint = await coins.post<ErrorOf>(
      `/coins/mint/alice?${new URLSearchParams({ amount: text })}`,
    );
    assertEquals([text, mint.status, fieldOf(mint.body)], [text, 400, "amount"]);
  }
  for (const json of ["1.50000000000000000000", "150e-2"]) {
    const response = await fetch(`${server.url}/api/v1/coins/mint/alice?dry_run=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: `{"amount":${json}}`,
    });
    assertEquals([response.status, (await response.json()).total], [200, "1.5"]);
  }
  const missing = await coins.post<ErrorOf>("/transactions?from_user=alice&to_user=bob");
  assertEquals([missing.status, fieldOf(missing.body)], [400, "amount"]);
  assertEquals(await countRows(db), before);
});

function fieldOf({ error }: ErrorOf): string | undefined {
  return (error.details as { field: string }[])[0]?.field;
}

Deno.test("the least and the most of the environment hold for sends, and for nothing else", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, {
    env: { MIN_TRANSACTION_AMOUNT: "0.5", MAX_TRANSACTION_AMOUNT: "10" },
  });
  const coins = coinClient(server);
  await coins.mint("alice", "1000");
  await coins.mint("bob", "0.00000001");
  const send = { from_user: "alice", to_user: "bob" };
  for (const amount of ["0.49999999", "10.00000001"]) {
    for (const path of ["/transactions/quick-send", "/transactions"]) {
      const { status, body } = await coins.post<ErrorOf>(path, { ...send, amount });
      assertEquals([status, body.error.code, fieldOf(body)], [400, "VALIDATION_ERROR", "amount"]);
    }
  }
  for (const amount of ["0.5", "10"]) {
    assertEquals((await coins.post("/transactions/quick-send", { ...send, amount })).status, 200);
  }
  assertEquals((await coins.post("/coins/stake/alice", { amount: "0.00000001" })).status, 200);
  assertEquals((await coins.post("/coins/burn/alice", { amount: "11" })).status, 200);
});
