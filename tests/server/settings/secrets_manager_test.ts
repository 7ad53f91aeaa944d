import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readSettings } from "../../../server/read_settings.ts";
import { readSecretsManager, SecretsManagerError } from "../../../server/secrets_manager.ts";
import {
  answer,
  ARN,
  environmentOf,
  type FakeSecretsManager,
  refusal,
  startSecretsManager,
} from "./fake_secrets_manager.ts";

/** Sets the process environment, from which the SDK reads, and puts it back. */
function withEnvironment(values: Readonly<Record<string, string>>): Disposable {
  const before = Object.keys(values).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}

async function refused(work: () => Promise<unknown>): Promise<string> {
  const { message } = await assertRejects(work, SecretsManagerError);
  assert(!message.includes("canary"), message);
  return message;
}

Deno.test("the process environment wins over Secrets Manager, which wins over the file", async () => {
  await using fake = startSecretsManager({ MODEL_TYPE: "GRU", API_PORT: "2", TOP_N_CRYPTOS: "7" });
  using _ = withEnvironment(environmentOf(fake));
  const folder = await Deno.makeTempDir();
  const file = `SECRETS_MANAGER_ARN=${ARN}\nAPI_PORT=1\nMODEL_TYPE=LSTM\nLOG_LEVEL=DEBUG\n`;
  await Deno.writeTextFile(`${folder}/.env`, file);
  const settings = await readSettings({ API_PORT: "3" }, folder);
  assertEquals(settings, {
    SECRETS_MANAGER_ARN: ARN,
    API_PORT: "3",
    MODEL_TYPE: "GRU",
    TOP_N_CRYPTOS: "7",
    LOG_LEVEL: "DEBUG",
  });
  assertEquals(fake.requests.length, 1);
  const [{ target, secretId, authorization }] = fake.requests as [typeof fake.requests[0]];
  assertEquals([target, secretId], ["secretsmanager.GetSecretValue", ARN]);
  assertStringIncludes(authorization!, "/eu-central-1/secretsmanager/aws4_request");
  assertEquals(
    await readSettings({ SECRETS_MANAGER_ARN: "" }, folder).then((it) => it.API_PORT),
    "1",
  );
  const wrong = readSettings({ SECRETS_MANAGER_ARN: "my-secret" }, folder);
  assertStringIncludes(
    (await wrong.catch((error) => error)).message,
    'SECRETS_MANAGER_ARN "my-secret" is not like arn:aws:secretsmanager:',
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what AWS refuses is said in words, with what to do", async () => {
  await using fake = startSecretsManager({});
  using _ = withEnvironment(environmentOf(fake));
  const say = async (reply: FakeSecretsManager["reply"]) => {
    fake.reply = reply;
    return await refused(() => readSecretsManager(ARN));
  };
  const cases = [
    ["AccessDeniedException", "Allow its role secretsmanager:GetSecretValue"],
    ["ResourceNotFoundException", "has no such secret. Look at its name, account and region."],
    ["DecryptionFailure", "Allow this machine's role kms:Decrypt."],
    ["InvalidRequestException", "Is it marked for deletion?"],
    ["UnrecognizedClientException", "does not accept the AWS credentials of this machine."],
    ["SomethingNewException", "answers with status 400 (SomethingNewException)."],
  ] as const;
  for (const [type, words] of cases) {
    const message = await say(() => refusal(type));
    assertStringIncludes(message, words);
    assertStringIncludes(message, ARN);
  }
  assertStringIncludes(await say(() => new Response("<canary>")), "answers illegibly.");
});

Deno.test("a Secrets Manager that is silent or away does not hold the start for long", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = silent.addr as Deno.NetAddr;
  await using fake = startSecretsManager({});
  const env = environmentOf(fake);
  {
    using _ = withEnvironment({
      ...env,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    });
    const message = await refused(() => readSecretsManager(ARN, 200));
    assertStringIncludes(message, "does not answer within 0.2 s.");
  }
  using _ = withEnvironment({ ...env, AWS_ENDPOINT_URL_SECRETS_MANAGER: "http://127.0.0.1:1" });
  assertStringIncludes(await refused(() => readSecretsManager(ARN)), "cannot be reached");
});

Deno.test("only settings of ours are taken from a secret, and only as texts", async () => {
  await using fake = startSecretsManager({});
  using _ = withEnvironment(environmentOf(fake));
  const say = async (secret: unknown) => {
    fake.reply = () => answer({ ARN, SecretString: JSON.stringify(secret) });
    return await refused(() => readSecretsManager(ARN));
  };
  const message = await say({
    JWT_SECRET_KEYS: "canary",
    "canary-for-a-name": "JWT_SECRET_KEY",
    ADMIN_API_KEY: ["canary"],
    ENV_FILE: "/etc/passwd",
    SECRETS_MANAGER_ARN: ARN,
    constructor: "x",
  });
  assertStringIncludes(message, '"JWT_SECRET_KEYS" is no setting of this program.');
  assertStringIncludes(message, "A name that is not shown is no setting of this program.");
  assertStringIncludes(message, '"ADMIN_API_KEY" is not a text');
  assertStringIncludes(message, '"ENV_FILE" is no setting');
  assertStringIncludes(message, '"SECRETS_MANAGER_ARN" cannot stand in the secret that it names.');
  for (const other of [["canary"], "canary", 7, null]) {
    assertStringIncludes(await say(other), "is not a JSON object");
  }
  fake.reply = () => answer({ ARN, SecretString: "canary" });
  assertStringIncludes(await refused(() => readSecretsManager(ARN)), "is not a JSON object");
  fake.reply = () => answer({ ARN, SecretBinary: "Y2FuYXJ5" });
  assertStringIncludes(await refused(() => readSecretsManager(ARN)), "is binary");
});
