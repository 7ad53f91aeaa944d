import { ExchangeError, type ExchangeLog } from "../exchange.ts";
import type { HostClient, HostRequest } from "./host_client.ts";

const ADVICE = "Check the network, or set BINANCE_BASE_URL to a host that can be reached from " +
  "here. deno task demo works without a network.";

export interface Hosts {
  /** The host that answered last, or the first one. */
  current(): HostClient | undefined;
  get<T>(request: HostRequest<T>): Promise<T>;
}

/** How long an unavailable host is passed over in favour of the fallback. */
const COOL_DOWN_MS = 60_000;

/**
 * Asks the hosts in order: the next one takes over when a host is unavailable after its retries,
 * or bars this address. A 429 or a ban does not move us on: Binance counts weight per address, so
 * asking elsewhere would only lengthen it.
 */
export function createHosts(
  clients: readonly HostClient[],
  options: { readonly now: () => number; readonly log: ExchangeLog },
): Hosts {
  const barred = new Map<HostClient, ExchangeError>();
  const downUntilMs = new Map<HostClient, number>();
  let lastGood = clients[0];

  function inOrder(): HostClient[] {
    const usable = clients.filter((client) => !barred.has(client));
    const isDown = (client: HostClient) => (downUntilMs.get(client) ?? 0) > options.now();
    return [...usable.filter((c) => !isDown(c)), ...usable.filter(isDown)];
  }

  function passOver(client: HostClient, error: ExchangeError): void {
    if (error.kind === "barred") barred.set(client, error);
    else downUntilMs.set(client, options.now() + COOL_DOWN_MS);
    options.log.warn(`${error.message} Passed over for now.`, { host: client.baseUrl });
  }

  async function get<T>(request: HostRequest<T>): Promise<T> {
    let failure: ExchangeError | undefined = [...barred.values()].at(-1);
    for (const client of inOrder()) {
      try {
        const answer = await client.get(request);
        lastGood = client;
        downUntilMs.delete(client);
        return answer;
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        if (error.kind !== "unavailable" && error.kind !== "barred") throw error;
        passOver(client, error);
        failure = error;
      }
    }
    throw failure === undefined
      ? new ExchangeError("rejected", "no exchange host is configured.")
      : withAdvice(failure);
  }

  return { current: () => lastGood, get };
}

/** What a barred address should do is in its own message already. */
function withAdvice(error: ExchangeError): ExchangeError {
  if (error.kind !== "unavailable") return error;
  return new ExchangeError(error.kind, `${error.message} ${ADVICE}`, error.options);
}
