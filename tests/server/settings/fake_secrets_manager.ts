/** What is asked of it, as far as tests look at it. */
export interface SecretRequest {
  readonly target: string | null;
  readonly secretId: string;
  readonly authorization: string | null;
}

export interface FakeSecretsManager extends AsyncDisposable {
  readonly url: string;
  readonly requests: SecretRequest[];
  /** The names and values of the secret; may be replaced at any time. */
  secret: Record<string, unknown>;
  /** In place of the secret; null for the secret. */
  reply: (() => Response | Promise<Response>) | null;
}

export const ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:crypto-ai-AbCdEf";

/** AWS Secrets Manager as far as one secret goes: JSON 1.1 over HTTP. */
export function startSecretsManager(secret: Record<string, unknown>): FakeSecretsManager {
  const requests: SecretRequest[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { headers } = request;
    requests.push({
      target: headers.get("x-amz-target"),
      secretId: (await request.json()).SecretId,
      authorization: headers.get("authorization"),
    });
    if (fake.reply !== null) return await fake.reply();
    return answer({ ARN, Name: "crypto-ai", SecretString: JSON.stringify(fake.secret) });
  });
  const fake: FakeSecretsManager = {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    secret,
    reply: null,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return fake;
}

/** An answer of the protocol. */
export function answer(body: unknown): Response {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return new Response(JSON.stringify(body), { headers });
}

/** A refusal of the protocol; its message quotes what must not be shown. */
export function refusal(type: string, status = 400): Response {
  const body = { __type: type, message: "User is not allowed: canary-in-a-message" };
  return new Response(JSON.stringify(body), { status, headers: { "x-amzn-errortype": type } });
}

/** The environment in which the SDK finds it. */
export function environmentOf(fake: FakeSecretsManager): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: fake.url,
    AWS_ACCESS_KEY_ID: "AKIDTEST",
    AWS_SECRET_ACCESS_KEY: "not-a-secret-of-anyone",
    AWS_EC2_METADATA_DISABLED: "true",
    SECRETS_MANAGER_ARN: ARN,
  };
}
