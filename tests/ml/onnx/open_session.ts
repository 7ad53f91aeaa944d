import { openSession } from "../../../ml/onnx/session.ts";

// A program for native_runtime_test.ts: opens the model that is named, and says what runs it.
const session = await openSession(await Deno.readFile(Deno.args[0] as string));
console.log(`runs on ${session.runtime}`);
await session.close();
