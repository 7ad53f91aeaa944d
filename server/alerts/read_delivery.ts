import { loadWebhookSecret } from "../auth/secrets.ts";
import type { App } from "../context.ts";
import type { DeliveryAnswer } from "./schema.ts";

/** How messages are carried, for administrators; with a webhook, the secret that its receiver checks. */
export async function readDelivery({ config, db }: App): Promise<DeliveryAnswer> {
  const secret = await loadWebhookSecret(db, config);
  const { smsWebhookUrl: url, smsPhoneNumber: number, smsProvider: provider } = config;
  return {
    provider,
    // The address may carry a token in its path.
    webhook: secret && url ? { host: new URL(url).host, secret } : null,
    destination_hint: number ? `…${number.slice(-2)}` : null,
    topic: provider === "aws_sns" && config.awsSnsTopicArn !== undefined,
  };
}
