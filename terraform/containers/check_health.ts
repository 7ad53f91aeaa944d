/**
 * The health check of an image: ends with 0 where the address answers 200, else with 1 and what it said.
 *
 *     deno run --no-config --allow-net=127.0.0.1:8000 check_health.ts http://127.0.0.1:8000/api/v1/health/ready
 */
const PATIENCE_MS = 4_000;

/** What is wrong at the address, in a line; null where it answers 200. */
export async function checkHealth(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return response.ok ? null : `${url} answered ${response.status}: ${text.slice(0, 500)}`;
  } catch (error) {
    return `${url} does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

if (import.meta.main) {
  const [url] = Deno.args;
  if (url === undefined || !URL.canParse(url)) {
    console.error(`"${url ?? ""}" is not an address to check.`);
    Deno.exit(2);
  }
  const problem = await checkHealth(url);
  if (problem !== null) console.error(problem);
  Deno.exit(problem === null ? 0 : 1);
}
