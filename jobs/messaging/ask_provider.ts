/** Nothing of the request has reached the provider, for certain. */
export class NotSentError extends Error {
  override readonly name = "NotSentError";
}

/** The answer of a provider. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** At most 64 kB of it. */
  readonly body: string;
}

export interface ProviderRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

const MAX_BODY_BYTES = 65_536;

/** What the network says when no connection came about, and what the sandbox says. */
const NO_CONNECTION =
  /\(Connect\)|connection refused|dns error|failed to lookup|name resolution|certificate|requires net access|invalid url|are blocked/i;

/**
 * One HTTP request to a provider of messages, over a connection of its own: one that the other side
 * has closed meanwhile would look like an answer that was lost. Redirects are not followed, so that
 * what is sent goes where the settings say and nowhere else.
 *
 * @throws {NotSentError} where no connection came about; any other error means that the answer was lost
 */
export async function askProvider(url: string, request: ProviderRequest): Promise<ProviderAnswer> {
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const { method, headers, body, signal } = request;
  if (signal.aborted) throw new NotSentError("The time was over before anything was sent.");
  const init = { method, headers, signal, redirect: "manual" as const, client };
  let response: Response;
  try {
    response = await fetch(url, body === undefined ? init : { ...init, body });
  } catch (error) {
    if (!signal.aborted && NO_CONNECTION.test(reasonOf(error))) {
      throw new NotSentError("No connection came about.", { cause: error });
    }
    throw error;
  }
  return { status: response.status, headers: response.headers, body: await readSome(response) };
}

/** `fetch failed` says nothing: the reason is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
}

/** The status came, so the answer is known: a body that breaks off changes nothing about it. */
async function readSome(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      text += decoder.decode(part, { stream: true });
      if (bytes >= MAX_BODY_BYTES) break;
    }
  } catch {
    return text;
  }
  return text;
}
