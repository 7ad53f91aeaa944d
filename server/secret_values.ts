import type { Config } from "./config.ts";

/** Every secret that the settings hold, to keep it out of the log. */
export function secretValues(config: Config): string[] {
  const { databaseUrl, databaseReadUrl, binanceBaseUrl } = config;
  const passwords = [databaseUrl, databaseReadUrl, config.smsWebhookUrl, ...binanceBaseUrl]
    .map((address) => passwordOf(address));
  // A webhook's address may carry a token in its path.
  const { smsPhoneNumber, smsWebhookUrl } = config;
  return [...Object.values(config.secrets()), ...passwords, smsPhoneNumber, smsWebhookUrl]
    .flatMap((value) => typeof value === "string" ? [value, ...value.split(",")] : [])
    .filter((value) => value !== "");
}

/** The password inside an address, as its server is told it; undefined where there is none. */
export function passwordOf(address: string | undefined): string | undefined {
  const password = address === undefined ? undefined : URL.parse(address)?.password;
  try {
    return password === undefined ? undefined : decodeURIComponent(password);
  } catch {
    // A percent sign that was meant as one: it is sent as it stands.
    return password;
  }
}
