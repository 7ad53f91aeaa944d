import { fromFileUrl } from "@std/path";

/** The database server of one run. */
export interface SharedDatabase extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts the server that test files clone their databases on. Without it each file would make one of
 * its own, which takes a second or two each time.
 *
 * @throws when it does not start, with what it printed.
 */
export async function startSharedDatabase(): Promise<SharedDatabase> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "-A",
      fromFileUrl(new URL("./database_server.ts", import.meta.url)),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const url = await firstLine(child.stdout);
  if (!url.startsWith("postgres")) {
    throw new Error("The database server for the tests did not start.");
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      await child.stdin.close().catch(() => {});
      await child.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text.split("\n")[0]?.trim() ?? "";
}
