import type { Logger } from "../context.ts";
import { createSns } from "./aws_sns.ts";
import type { Channel, MessagingConfig } from "./channel.ts";
import { createConsole } from "./console.ts";
import { createTwilio } from "./twilio.ts";
import { createWebhook } from "./webhook.ts";
import { withoutTrace } from "./without_trace.ts";

/** The channel that the settings name. Nothing is sent or opened before the first message. */
export function openChannel(
  config: MessagingConfig,
  parts: { readonly log: Logger; readonly now: () => number },
): Channel {
  switch (config.provider) {
    case "console":
      return createConsole(parts.log);
    case "aws_sns":
      return createSns(config, parts.now);
    case "twilio":
      return withoutTrace(createTwilio(config));
    case "webhook":
      return withoutTrace(createWebhook(config, parts.now));
  }
}
