import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { demoEnvironment } from "../../server/arguments.ts";
import { ConfigError, configHelp, loadConfig } from "../../server/config.ts";
import { VARIABLES } from "../../server/config_variables.ts";
import { createRandom } from "../../jobs/exchange/simulated/random.ts";
import { parseEnvFile, readEnvironment } from "../../server/env_file.ts";

const HEX = "0123456789abcdef";
const BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NOW_MS = Date.UTC(2026, 10, 21, 13);
/** Every name of the contract's table, and those that came after it. */
const NAMES =
  `ENVIRONMENT SECRETS_MANAGER_ARN DATA_DIR DATABASE_URL DATABASE_READ_URL DB_POOL_SIZE API_HOST API_PORT WEB_UI_HOST WEB_UI_PORT
  WEB_UI_PROTOCOL SSL_CERT_PATH SSL_KEY_PATH MARKET_SOURCE BINANCE_BASE_URL BINANCE_PRODUCTS_URL
  BINANCE_API_KEY BINANCE_API_SECRET COLLECTION_START_DATE TOP_N_CRYPTOS COLLECTION_SCHEDULE MODEL_TYPE
  PREDICTION_HORIZON_HOURS SEQUENCE_LENGTH MODEL_RETRAIN_SCHEDULE TRAINING_ENGINE OPENAI_API_KEY
  OPENAI_BASE_URL OPENAI_MODEL OPENAI_MAX_TOKENS OPENAI_TEMPERATURE OPENAI_PRICE_INPUT_PER_M
  OPENAI_PRICE_OUTPUT_PER_M ALERT_ENABLED ALERT_THRESHOLD_PERCENT ALERT_COOLDOWN_HOURS ALERT_SCHEDULE
  SMS_PROVIDER SMS_PHONE_NUMBER AWS_REGION AWS_SNS_TOPIC_ARN TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN
  TWILIO_FROM_NUMBER TWILIO_BASE_URL SMS_WEBHOOK_URL API_KEY_REQUIRED ADMIN_API_KEY
  RATE_LIMIT_PER_MINUTE TRUSTED_PROXIES JWT_SECRET_KEY JWT_EXPIRES_MINUTES ALLOWED_ORIGINS
  INITIAL_COIN_SUPPLY MIN_TRANSACTION_AMOUNT MAX_TRANSACTION_AMOUNT TRANSACTION_FEE_PERCENT LOG_LEVEL
  LOG_FILE LOG_RETENTION_DAYS CHAT_RETENTION_DAYS AUDIT_RETENTION_DAYS TRAINING_MEMORY_MB RUN_JOBS
  BACKUP_TARGET BACKUP_SCHEDULE BACKUP_VERIFY BACKUP_KEEP_DAYS BACKUP_KEEP_WEEKS BACKUP_KEEP_MONTHS
  BACKUP_KMS_KEY_ID AWS_ENDPOINT_URL_S3`
    .split(/\s+/);

function problemsOf(env: Record<string, string>): string {
  return assertThrows(() => loadConfig(env, NOW_MS), ConfigError).message;
}

Deno.test("an empty environment gives the defaults", () => {
  const config = loadConfig({}, NOW_MS);
  assertEquals([config.environment, config.apiHost, config.apiPort], ["local", "127.0.0.1", 8000]);
  assertEquals(config.binanceBaseUrl, ["https://data-api.binance.vision"]);
  assertEquals([config.topNCryptos, config.modelType, config.sequenceLength], [50, "LSTM", 168]);
  assertEquals([config.apiKeyRequired, config.simulated], [false, false]);
  assertEquals(config.collectionStartMs, Date.UTC(2024, 10, 21));
  assert(config.dataDir.startsWith("/") || /^[A-Z]:/.test(config.dataDir));
  assert(config.logFile.startsWith(config.dataDir));
});

Deno.test("every name of the contract is known and explained by --help", () => {
  assertEquals(new Set(Object.keys(VARIABLES)), new Set(NAMES));
  for (const name of NAMES) assertStringIncludes(configHelp(), `  ${name} `);
});

Deno.test("values are read as what they mean", () => {
  const config = loadConfig({
    API_PORT: "0",
    API_KEY_REQUIRED: "Yes",
    MODEL_TYPE: "gru",
    BINANCE_BASE_URL: "http://a.test/, http://b.test",
    COLLECTION_START_DATE: "2024-02-29",
    LOG_LEVEL: "debug",
    DATABASE_URL: "  ",
  }, NOW_MS);
  assertEquals([config.apiPort, config.apiKeyRequired, config.modelType], [0, true, "GRU"]);
  assertEquals(config.binanceBaseUrl, ["http://a.test", "http://b.test"]);
  assertEquals(config.collectionStartMs, Date.UTC(2024, 1, 29));
  assertEquals([config.logLevel, config.databaseUrl], ["DEBUG", undefined]);
});

Deno.test("all problems are listed at once, each with name, value and reason", () => {
  const message = problemsOf({
    API_PORT: "70000",
    MODEL_TYPE: "RNN",
    COLLECTION_SCHEDULE: "every hour",
    COLLECTION_START_DATE: "2025-02-30",
    OPENAI_TEMPERATURE: "warm",
    API_KEY_REQUIRED: "maybe",
    BINANCE_BASE_URL: "data-api.binance.vision",
    TRUSTED_PROXIES: "10.0.0.0/8, everyone",
  });
  assertStringIncludes(message, 'API_PORT "70000" is not a whole number from 0 to 65535.');
  assertStringIncludes(message, 'MODEL_TYPE "RNN" is not one of LSTM, GRU.');
  assertStringIncludes(message, 'COLLECTION_SCHEDULE "every hour" is not a schedule');
  assertStringIncludes(message, 'COLLECTION_START_DATE "2025-02-30" is not a date');
  assertStringIncludes(message, 'OPENAI_TEMPERATURE "warm" is not a number');
  assertStringIncludes(message, 'API_KEY_REQUIRED "maybe" is neither true nor false.');
  assertStringIncludes(message, "BINANCE_BASE_URL");
  assertStringIncludes(message, 'has "everyone", which is neither an address nor a network');
  assertEquals(message.split("\n").length, 9);
});

Deno.test("the HTTPS face has a host and a port by itself, and a certificate with its key", () => {
  assertEquals(loadConfig({ WEB_UI_HOST: "a.test" }).face, null);
  const https = { WEB_UI_PROTOCOL: "https" };
  assertEquals(loadConfig(https).face, { host: "crypto-ai.local", port: 10_443 });
  const named = loadConfig({ ...https, WEB_UI_HOST: "Market.Example", WEB_UI_PORT: "443" });
  assertEquals(named.face, { host: "market.example", port: 443 });
  assertEquals(loadConfig({ ...https, WEB_UI_HOST: "::1" }).face?.host, "::1");
  for (const host of ["a b", "https://a.test", "a.test:443", "-a", "a/b", "a@b", "[::1]"]) {
    assertStringIncludes(problemsOf({ WEB_UI_HOST: host }), "is not the name of a host");
  }
  const half = problemsOf({ SSL_CERT_PATH: "cert.pem" });
  assertStringIncludes(half, "SSL_CERT_PATH and SSL_KEY_PATH go together");
});

Deno.test("schedules are standard cron: Sunday is 0, six fields are refused", () => {
  assertEquals(
    loadConfig({ MODEL_RETRAIN_SCHEDULE: "0 0 * * 0" }).modelRetrainSchedule,
    "0 0 * * 0",
  );
  for (const schedule of ["* * * * * *", "61 * * * *", "@hourly", "0 0 * * 8"]) {
    assertStringIncludes(problemsOf({ COLLECTION_SCHEDULE: schedule }), "five cron fields");
  }
});

Deno.test("no error shows a secret or the password of an address", () => {
  const message = problemsOf({ DATABASE_URL: "mysql://user:hunter2@host/db", API_PORT: "x" });
  assert(!message.includes("hunter2"), message);
  assertStringIncludes(message, "mysql://user:…@host/db");
  const weak = problemsOf({ ENVIRONMENT: "production", ADMIN_API_KEY: "changeme-hunter2" });
  assert(!weak.includes("hunter2"), weak);
});

Deno.test("production refuses default and weak secrets and needs keys", () => {
  const strong = Array.from({ length: 40 }, (_, place) => (place * 7 % 36).toString(36)).join("");
  const production = { ENVIRONMENT: "production" };
  assertEquals(loadConfig({ ...production, ADMIN_API_KEY: strong }).apiKeyRequired, true);
  for (
    const [name, value] of [
      ["ADMIN_API_KEY", "short"],
      ["ADMIN_API_KEY", "changeme-changeme-changeme-changeme"],
      ["JWT_SECRET_KEY", "a".repeat(40)],
      ["JWT_SECRET_KEY", "your-secret-key-goes-here-0123456789"],
      ["JWT_SECRET_KEY", `${strong},changeme-changeme-changeme-changeme`],
      ["DATABASE_URL", "postgresql://app:postgres@db/app"],
      ["DATABASE_READ_URL", "postgresql://app:postgres@db/app"],
      ["DATABASE_URL", "postgresql://market:market@db/app"],
      ["DATABASE_URL", "postgresql://app:%70assword@db/app"],
      ["OPENAI_API_KEY", "sk-..."],
      ["OPENAI_API_KEY", "sk-your-key-here"],
      ["OPENAI_API_KEY", "sk-xxxxxxxxxxxxxxxx"],
      ["TWILIO_AUTH_TOKEN", "your_auth_token"],
      ["TWILIO_AUTH_TOKEN", "<auth token>"],
      ["BINANCE_API_SECRET", "changeme"],
    ] as const
  ) {
    assertStringIncludes(problemsOf({ ...production, [name]: value }), name);
    loadConfig({ [name]: value });
  }
});

Deno.test("production takes what others issue, and says of each weak secret which it is", () => {
  loadConfig({
    ENVIRONMENT: "production",
    OPENAI_API_KEY: "sk-proj-Zm9v-TESTkeyYourMyToken_0aB",
    TWILIO_AUTH_TOKEN: "0f3a9c51d2b84e7790aa13cc45d1e6f2",
    BINANCE_API_KEY: "tokenY7sd0fKQbq1mEXAMPLEpZ",
    DATABASE_URL: "postgresql://app@db/app",
  });
  const problems = problemsOf({
    ENVIRONMENT: "production",
    OPENAI_API_KEY: "sk-...",
    ADMIN_API_KEY: "short",
    DATABASE_URL: "postgresql://app:secret1@db/app",
  });
  for (const name of ["OPENAI_API_KEY", "ADMIN_API_KEY", "DATABASE_URL"]) {
    assertStringIncludes(problems, name);
  }
  assertEquals(problems.split("\n").length, 4);
});

Deno.test("a settings file has comments, quotes and export", () => {
  const text = `# comment\nexport A=1\nB = two words # note\nC="x # y"\nD='a"b'\n\nE=\nF=a#b\r\n`;
  assertEquals(parseEnvFile(text, ".env"), {
    A: "1",
    B: "two words",
    C: "x # y",
    D: 'a"b',
    E: "",
    F: "a#b",
  });
  const error = assertThrows(() => parseEnvFile("A=1\nsecret value", "x.env"), Error);
  assertEquals(error.message, 'Line 2 of "x.env" is not NAME=value.');
});

Deno.test("the process environment wins over the file, and a file asked for must exist", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/.env`, "API_PORT=1\nMODEL_TYPE=GRU\n");
  await Deno.writeTextFile(`${folder}/other.env`, "API_PORT=3\n");
  const given = { API_PORT: "2" };
  assertEquals(await readEnvironment(given, folder), { API_PORT: "2", MODEL_TYPE: "GRU" });
  const other = await readEnvironment({ ENV_FILE: "other.env" }, folder);
  assertEquals(other.API_PORT, "3");
  const missing = await readEnvironment({ ENV_FILE: "gone.env" }, folder).catch((error) => error);
  assertStringIncludes(missing.message, "gone.env");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a long secret that is easy to guess is refused in production too", () => {
  for (
    const value of [
      "secret-jwt-key-for-production-please-change",
      "abcdefghijklmnopqrstuvwxyz0123456789",
      "my-own-my-own-my-own-my-own-my-own-my-own",
      "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbcccccccc",
      "qwertyqwertyqwertyqwertyqwertyqwerty1234",
      "your-own-key-with-at-least-32-letters",
      "a1b2a1b2a1b2a1b2a1b2a1b2a1b2a1b2",
    ]
  ) {
    const problems = problemsOf({ ENVIRONMENT: "production", JWT_SECRET_KEY: value });
    assertStringIncludes(problems, "JWT_SECRET_KEY", value);
    assert(!problems.includes(value));
  }
});

Deno.test("no random key is refused by chance in production", () => {
  const random = createRandom(1);
  for (const alphabet of [HEX, BASE64_URL]) {
    for (let tries = 0; tries < 250; tries++) {
      const keyOf = (length: number) =>
        Array.from({ length }, () => alphabet[Math.floor(random.uniform() * alphabet.length)]).join(
          "",
        );
      const keys = { ADMIN_API_KEY: keyOf(24), JWT_SECRET_KEY: keyOf(32) };
      loadConfig({ ENVIRONMENT: "production", ...keys });
    }
  }
  // Random, though their letters are unusually uneven: one in 20,000 is.
  for (const key of ["7c2777c27aa0c402205c455a", "6a7006aaaa77484866601472"]) {
    loadConfig({ ENVIRONMENT: "production", ADMIN_API_KEY: key });
  }
});

Deno.test("a demonstration has nothing of the places where real data is", () => {
  const real = {
    DATABASE_URL: "postgres://host/db",
    DATABASE_READ_URL: "postgres://standby/db",
    DATA_DIR: "/var/lib/real",
    BACKUP_TARGET: "s3://bucket/real",
  };
  const config = loadConfig(demoEnvironment({ ...real, LOG_LEVEL: "WARN" }, {}), NOW_MS);
  assertEquals([config.databaseUrl, config.databaseReadUrl, config.backupTarget], [
    undefined,
    undefined,
    undefined,
  ]);
  assert(config.dataDir.endsWith("data-demo"), config.dataDir);
  assertEquals([config.simulated, config.logLevel], [true, "WARN"]);
});

Deno.test("backups go to a folder, made absolute, or to a bucket", () => {
  const target = (value: string) => loadConfig({ BACKUP_TARGET: value }, NOW_MS).backupTarget;
  assertEquals(target("s3://my-bucket.x/some/place"), "s3://my-bucket.x/some/place");
  assertEquals(target("backups"), `${Deno.cwd()}/backups`);
  for (const wrong of ["s3://", "s3://B", "ftp://host/place", "s3://bucket/a?b"]) {
    assertStringIncludes(problemsOf({ BACKUP_TARGET: wrong }), "BACKUP_TARGET");
  }
});
