import type { Config } from "./config.ts";
import { VARIABLES } from "./config_variables.ts";

/** Every secret that the settings hold, to keep it out of the log. */
export function secretValues(config: Config): string[] {
  const settings = config as unknown as Readonly<Record<string, unknown>>;
  const named = Object.entries(VARIABLES).filter(([, variable]) => variable.secret)
    .map(([name]) => settings[camelCase(name)]);
  const { databaseUrl, databaseReadUrl, binanceBaseUrl } = config;
  const passwords = [databaseUrl, databaseReadUrl, config.smsWebhookUrl, ...binanceBaseUrl]
    .map((address) => passwordOf(address));
  // A webhook's address may carry a token in its path.
  const { smsPhoneNumber, smsWebhookUrl } = config;
  return [...named, ...passwords, smsPhoneNumber, smsWebhookUrl]
    .flatMap((value) => typeof value === "string" ? [value, ...value.split(",")] : [])
    .filter((value) => value !== "");
}

function passwordOf(address: string | undefined): string | undefined {
  const password = address === undefined ? undefined : URL.parse(address)?.password;
  return password === undefined ? undefined : decodeURIComponent(password);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
