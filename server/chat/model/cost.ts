import { Decimal } from "decimal.js";
import type { ModelClient } from "./model_client.ts";

const PER = 1_000_000;
const PLACES = 10;

/** What tokens cost in USD, as an exact decimal. */
export function costUsd(
  client: Pick<ModelClient, "priceInputPerM" | "priceOutputPerM">,
  tokens: { readonly tokensInput: number; readonly tokensOutput: number },
): string {
  return new Decimal(tokens.tokensInput).times(client.priceInputPerM)
    .plus(new Decimal(tokens.tokensOutput).times(client.priceOutputPerM))
    .div(PER).toDecimalPlaces(PLACES).toFixed();
}
