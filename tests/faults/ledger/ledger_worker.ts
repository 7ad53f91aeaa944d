/**
 * An instance of the application without its HTTP: `ledger_worker.ts DATABASE_URL`. Takes requests as
 * lines of JSON, answers each with its outcome in a line, in whatever order they end.
 */
import { openDatabase } from "../../../db/mod.ts";
import { performOperation, type Request } from "./perform_operation.ts";

const db = await openDatabase({ dataDir: "", databaseUrl: Deno.args[0] ?? "", poolSize: 8 });
console.log("ready");
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
let rest = "";
for await (const chunk of lines) {
  const parts = (rest + chunk).split("\n");
  rest = parts.pop() ?? "";
  for (const line of parts) {
    const { number, request } = JSON.parse(line) as { number: number; request: Request };
    performOperation(db, request).then((outcome) => console.log(JSON.stringify([number, outcome])));
  }
}
Deno.exit(0);
