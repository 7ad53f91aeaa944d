import type { Logger } from "../context.ts";
import type { Channel } from "./channel.ts";

/** Writes messages to the log, without the number they would go to. */
export function createConsole(log: Logger): Channel {
  return {
    name: "console",
    dropsRepetitions: false,
    send(message) {
      log.info(`Message: ${message.text}`);
      return Promise.resolve({ providerId: null });
    },
  };
}
