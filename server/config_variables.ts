import { z } from "zod";
import {
  backupTarget,
  boolean,
  cron,
  date,
  decimal,
  exactDecimal,
  hostName,
  httpUrl,
  httpUrls,
  integer,
  networks,
  oneOf,
  postgresUrl,
  secretArn,
  text,
} from "./config_values.ts";

/** One name of the environment: how it is read, what holds where it is not set, what it means. */
export interface Variable<T> {
  readonly schema: z.ZodType<T, string>;
  /** The text that is read where the name is not set or empty; null: the setting stays unset. */
  readonly fallback: string | null;
  readonly meaning: string;
  /** A secret's value is never printed, not even in an error, and may change while we run. */
  readonly secret: boolean;
  /** What `--help` says in place of the fallback, where it depends on something else. */
  readonly fallbackText?: string;
}

function withDefault<T>(
  fallback: string,
  schema: z.ZodType<T, string>,
  meaning: string,
): Variable<T> & { readonly fallback: string } {
  return { schema, fallback, meaning, secret: false };
}

function unset<T>(schema: z.ZodType<T, string>, meaning: string, fallbackText?: string) {
  return { schema, fallback: null, meaning, secret: false, fallbackText } as const;
}

function secret(meaning: string, fallbackText?: string) {
  return { schema: text, fallback: null, meaning, secret: true, fallbackText } as const;
}

const percent = exactDecimal({ max: 100 });
const amount = exactDecimal({ exclusive: true });

/** Every name of the environment, in the order in which `start --help` lists them. */
export const VARIABLES = {
  ENVIRONMENT: withDefault(
    "local",
    oneOf("local", "production"),
    "`production` refuses weak secrets",
  ),
  SECRETS_MANAGER_ARN: unset(
    secretArn,
    "a secret of AWS Secrets Manager, whose JSON has more of these names; the process environment wins over it",
  ),
  DATA_DIR: withDefault("./data", text, "embedded database, models, logs"),
  DATABASE_URL: unset(
    postgresUrl,
    "a PostgreSQL server, version 15 or newer",
    "a server of our own in DATA_DIR",
  ),
  DATABASE_READ_URL: unset(
    postgresUrl,
    "a streaming standby of it, for reads that may be seconds old",
    "all is read at DATABASE_URL",
  ),
  DB_POOL_SIZE: withDefault("5", integer(1, 100), "connections to the database"),

  API_HOST: withDefault("127.0.0.1", text, "address to listen on"),
  API_PORT: withDefault("8000", integer(0, 65535), "port to listen on; 0 takes a free one"),
  WEB_UI_HOST: unset(hostName, "host name of the HTTPS face", "crypto-ai.local"),
  WEB_UI_PORT: unset(integer(0, 65535), "port of the HTTPS face", "10443"),
  WEB_UI_PROTOCOL: unset(
    oneOf("http", "https"),
    "`https` serves the dashboard and the API over TLS too, and sends pages there",
    "http",
  ),
  SSL_CERT_PATH: unset(
    text,
    "certificate of the HTTPS face, PEM, with its chain",
    "a self-signed one, made in DATA_DIR/certs",
  ),
  SSL_KEY_PATH: unset(text, "key of the certificate, PEM", "that one's key"),

  MARKET_SOURCE: withDefault("binance", oneOf("binance", "simulated"), "where candles come from"),
  BINANCE_BASE_URL: withDefault(
    "https://data-api.binance.vision",
    httpUrls,
    "any host that speaks the dialect; a second one, after a comma, is the fallback",
  ),
  BINANCE_PRODUCTS_URL: unset(
    httpUrl,
    "list of products with their circulating supply",
    "Binance's product list",
  ),
  BINANCE_API_KEY: secret("optional"),
  BINANCE_API_SECRET: secret("optional"),
  COLLECTION_START_DATE: unset(date, "first day that is collected", "two years ago"),
  TOP_N_CRYPTOS: withDefault("50", integer(1, 500), "coins to follow, by market cap"),
  COLLECTION_SCHEDULE: withDefault("5 * * * *", cron, "cron, UTC"),

  MODEL_TYPE: withDefault("LSTM", oneOf("LSTM", "GRU"), "`LSTM` or `GRU`"),
  PREDICTION_HORIZON_HOURS: withDefault("24", integer(1, 168), "how far forecasts reach"),
  SEQUENCE_LENGTH: withDefault("168", integer(8, 1000), "hours the model looks back"),
  MODEL_RETRAIN_SCHEDULE: withDefault("0 2 * * 0", cron, "cron, UTC; Sunday is 0"),
  TRAINING_ENGINE: withDefault(
    "auto",
    oneOf("auto", "tfjs-node", "onnx", "onnx-wasm", "tfjs-wasm"),
    "`auto` takes the fastest that loads",
  ),
  TRAINING_MEMORY_MB: unset(
    integer(256, 1_000_000),
    "memory that a training may take; it learns from less history where that is not enough",
    "two fifths of the machine's",
  ),
  RUN_JOBS: withDefault(
    "all",
    oneOf("all", "light", "none"),
    "scheduled jobs of a server: `light` leaves training to a worker, `none` all of them",
  ),

  OPENAI_API_KEY: secret("unset: the built-in rule-based analyst answers"),
  OPENAI_BASE_URL: unset(httpUrl, "a host that speaks OpenAI's dialect", "OpenAI"),
  OPENAI_MODEL: withDefault("gpt-4o-mini", text, "model that answers questions"),
  OPENAI_MAX_TOKENS: withDefault("500", integer(1, 100_000), "longest answer, in tokens"),
  OPENAI_TEMPERATURE: withDefault("0.7", decimal({ min: 0, max: 2 }), "0 to 2"),
  OPENAI_PRICE_INPUT_PER_M: withDefault("0.15", decimal({ min: 0 }), "USD per million tokens in"),
  OPENAI_PRICE_OUTPUT_PER_M: withDefault("0.60", decimal({ min: 0 }), "USD per million tokens out"),

  ALERT_ENABLED: withDefault("true", boolean, "whether alerts are sent"),
  ALERT_THRESHOLD_PERCENT: withDefault(
    "10",
    decimal({ min: 0, exclusive: true }),
    "change that alerts",
  ),
  ALERT_COOLDOWN_HOURS: withDefault("4", decimal({ min: 0 }), "quiet time after an alert"),
  ALERT_SCHEDULE: withDefault("0 * * * *", cron, "cron, UTC"),
  SMS_PROVIDER: withDefault(
    "console",
    oneOf("console", "aws_sns", "twilio", "webhook"),
    "who sends text messages",
  ),
  SMS_PHONE_NUMBER: unset(text, "where alerts go"),
  AWS_REGION: unset(text, "region of the SNS topic and of backups in S3"),
  AWS_SNS_TOPIC_ARN: unset(text, "topic alerts are published to"),
  TWILIO_ACCOUNT_SID: unset(text, "account at Twilio"),
  TWILIO_AUTH_TOKEN: secret("token of that account"),
  TWILIO_FROM_NUMBER: unset(text, "sender of the messages"),
  TWILIO_BASE_URL: unset(httpUrl, "another host that speaks Twilio's dialect", "Twilio"),
  SMS_WEBHOOK_URL: unset(httpUrl, "where messages are posted to"),

  API_KEY_REQUIRED: unset(boolean, "whether reading needs a key", "false local, true production"),
  ADMIN_API_KEY: secret(
    "a first admin key",
    "the first start makes one and prints it once",
  ),
  RATE_LIMIT_PER_MINUTE: withDefault("100", integer(1, 1_000_000), "requests per key or address"),
  TRUSTED_PROXIES: unset(networks, "whose X-Forwarded-For counts, comma-separated", "none"),
  JWT_SECRET_KEY: secret(
    "signs the tokens of users; a new one goes before the old one, with a comma",
    "random, kept in DATA_DIR, or at DATABASE_URL",
  ),
  JWT_EXPIRES_MINUTES: withDefault("60", integer(1, 525_600), "life of such a token"),
  ALLOWED_ORIGINS: unset(httpUrls, "other origins that may call, comma-separated", "own origin"),

  INITIAL_COIN_SUPPLY: withDefault("1000000", amount, "TBC at the start, for good"),
  MIN_TRANSACTION_AMOUNT: withDefault("0.01", amount, "least TBC of a transfer"),
  MAX_TRANSACTION_AMOUNT: withDefault("1000000", amount, "most TBC of a transfer"),
  TRANSACTION_FEE_PERCENT: withDefault("0.5", percent, "fee of a transfer"),

  LOG_LEVEL: withDefault("INFO", oneOf("DEBUG", "INFO", "WARN", "ERROR"), "least level logged"),
  LOG_FILE: unset(text, "JSON lines, rotated daily", "DATA_DIR/logs/app.log"),
  LOG_RETENTION_DAYS: withDefault("30", integer(1, 3650), "days that logs are kept"),
  CHAT_RETENTION_DAYS: withDefault("90", integer(1, 3650), "days that chats are kept"),
  AUDIT_RETENTION_DAYS: withDefault("365", integer(1, 36500), "days that the audit log is kept"),

  BACKUP_TARGET: unset(
    backupTarget,
    "folder, or s3://bucket/prefix, of scheduled backups and of the register of erasures",
    "no scheduled backups; the register is in DATA_DIR/erasures",
  ),
  BACKUP_SCHEDULE: withDefault("10 4 * * *", cron, "cron, UTC"),
  BACKUP_VERIFY: withDefault(
    "restore",
    oneOf("restore", "read"),
    "`restore` tries each out in a second database, `read` reads it back",
  ),
  BACKUP_KEEP_DAYS: withDefault(
    "7",
    integer(0, 3650),
    "days of which the newest backup is kept; 0 removes none at all",
  ),
  BACKUP_KEEP_WEEKS: withDefault("4", integer(0, 520), "weeks of which the newest one is kept"),
  BACKUP_KEEP_MONTHS: withDefault("6", integer(0, 120), "months of which the newest one is kept"),
  BACKUP_KMS_KEY_ID: unset(
    text,
    "key of AWS KMS that backups in S3 are encrypted with",
    "a key of S3's own",
  ),
  AWS_ENDPOINT_URL_S3: unset(httpUrl, "another host that speaks S3's dialect", "AWS"),
} as const;

/** A name of the environment. */
export type VariableName = keyof typeof VARIABLES;
