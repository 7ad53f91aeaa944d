import type { JobsConfig } from "../jobs/context.ts";
import type { Config } from "./config.ts";

/** The part of the settings that the jobs work by. */
export function jobsConfig(config: Config): JobsConfig {
  return {
    dataDir: config.dataDir,
    modelsDir: config.modelsDir,
    topN: config.topNCryptos,
    collectionStartMs: config.collectionStartMs,
    modelType: config.modelType,
    horizonHours: config.predictionHorizonHours,
    sequenceLength: config.sequenceLength,
    trainingEngine: config.trainingEngine,
    collectionSchedule: config.collectionSchedule,
    retrainSchedule: config.modelRetrainSchedule,
    maxTransactionAmount: Number(config.maxTransactionAmount),
  };
}

/** Where Binance is asked, as the settings say. */
export function binanceHosts(config: Config) {
  const { binanceBaseUrl: baseUrls, binanceProductsUrl, binanceApiKey } = config;
  return {
    baseUrls,
    ...(binanceProductsUrl && { productsUrl: binanceProductsUrl }),
    ...(binanceApiKey && { apiKey: binanceApiKey }),
  };
}
