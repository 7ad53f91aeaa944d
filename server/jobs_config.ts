import type { BackupConfig, JobsConfig } from "../jobs/context.ts";
import type { Config } from "./config.ts";
import { removeOldLogs } from "./log_file.ts";
import { VERSION } from "./version.ts";

/**
 * The part of the settings that the jobs work by.
 *
 * @param webhookSecret signs webhooks; undefined where another provider is set
 */
export function jobsConfig(config: Config, webhookSecret?: string): JobsConfig {
  return {
    dataDir: config.dataDir,
    modelsDir: config.modelsDir,
    topN: config.topNCryptos,
    collectionStartMs: config.collectionStartMs,
    modelType: config.modelType,
    horizonHours: config.predictionHorizonHours,
    sequenceLength: config.sequenceLength,
    trainingEngine: config.trainingEngine,
    trainingMemoryMb: config.trainingMemoryMb ?? Deno.systemMemoryInfo().total / 2 ** 20 * 0.4,
    runJobs: config.runJobs,
    collectionSchedule: config.collectionSchedule,
    retrainSchedule: config.modelRetrainSchedule,
    maxTransactionAmount: Number(config.maxTransactionAmount),
    alerts: {
      enabled: config.alertEnabled,
      thresholdPercent: config.alertThresholdPercent,
      cooldownHours: config.alertCooldownHours,
      schedule: config.alertSchedule,
    },
    messaging: messagingConfig(config, webhookSecret),
    backup: backupConfig(config),
    retention: {
      auditDays: config.auditRetentionDays,
      chatDays: config.chatRetentionDays,
      removeOldLogs: (options) =>
        removeOldLogs({ ...options, file: config.logFile, retentionDays: config.logRetentionDays }),
    },
  };
}

function backupConfig(config: Config): BackupConfig {
  return {
    target: config.backupTarget ?? null,
    schedule: config.backupSchedule,
    keep: {
      days: config.backupKeepDays,
      weeks: config.backupKeepWeeks,
      months: config.backupKeepMonths,
    },
    verify: config.backupVerify,
    productVersion: VERSION,
    s3: {
      region: config.awsRegion,
      endpoint: config.awsEndpointUrlS3,
      kmsKeyId: config.backupKmsKeyId,
    },
  };
}

function messagingConfig(config: Config, webhookSecret: string | undefined) {
  return {
    provider: config.smsProvider,
    phoneNumber: config.smsPhoneNumber,
    awsRegion: config.awsRegion,
    snsTopicArn: config.awsSnsTopicArn,
    twilioAccountSid: config.twilioAccountSid,
    get twilioAuthToken() {
      return config.secrets().twilioAuthToken;
    },
    twilioFromNumber: config.twilioFromNumber,
    twilioBaseUrl: config.twilioBaseUrl,
    webhookUrl: config.smsWebhookUrl,
    webhookSecret,
  };
}

/** Where Binance is asked, as the settings say. */
export function binanceHosts(config: Config) {
  const { binanceBaseUrl: baseUrls, binanceProductsUrl } = config;
  return {
    baseUrls,
    ...(binanceProductsUrl && { productsUrl: binanceProductsUrl }),
    apiKey: () => config.secrets().binanceApiKey,
  };
}
