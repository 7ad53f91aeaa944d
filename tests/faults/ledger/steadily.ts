const MOST_TRIES = 200;

/** Does again what a server that is down, or coming back, did not answer. */
export async function steadily<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error) || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** What a lost connection or a server that is down says; anything else is a fault of ours. */
const LOST =
  /terminat|reset|refused|closed|broken pipe|shut|starting up|recovery|accepting conn|killed|timeout/i;

export function isLost(error: unknown): boolean {
  return LOST.test(error instanceof Error ? error.message : String(error));
}
