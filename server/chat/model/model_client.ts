import OpenAI from "openai";
import type { Config } from "../../config.ts";

/** The language model that words answers, where a key for one is set. */
export interface ModelClient {
  readonly openai: OpenAI;
  readonly name: string;
  /** An answer that is not whole by then ends. */
  readonly deadlineMs: number;
  readonly maxTokens: number;
  readonly temperature: number;
  /** USD for a million tokens in and out, exact decimals. */
  readonly priceInputPerM: number;
  readonly priceOutputPerM: number;
}

/** The SDK's own is ten minutes. */
const MODEL_DEADLINE_MS = 30_000;
const RETRIES = 2;

/** Makes the client for the present key; null without `OPENAI_API_KEY`. */
export function createModelClient(config: Config): ModelClient | null {
  const { openaiApiKey } = config.secrets();
  if (openaiApiKey === undefined) return null;
  return {
    openai: new OpenAI({
      apiKey: openaiApiKey,
      baseURL: config.openaiBaseUrl ?? null,
      timeout: MODEL_DEADLINE_MS,
      maxRetries: RETRIES,
      // Its own log would have the question in it.
      logLevel: "off",
    }),
    name: config.openaiModel,
    deadlineMs: MODEL_DEADLINE_MS,
    maxTokens: config.openaiMaxTokens,
    temperature: config.openaiTemperature,
    priceInputPerM: config.openaiPriceInputPerM,
    priceOutputPerM: config.openaiPriceOutputPerM,
  };
}
