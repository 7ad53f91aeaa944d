import type { PublishCommandInput, SNSClient } from "@aws-sdk/client-sns";
import { askProvider } from "./ask_provider.ts";
import type { Channel, MessagingConfig, OutgoingText, SendResult } from "./channel.ts";
import { judgeError } from "./judge_answer.ts";
import { judgeSnsRefusal, type SnsRefusal } from "./sns_refusals.ts";

const PROVIDER = "AWS SNS";

/** The part of the SDK's requests that a handler needs. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/**
 * Text messages by AWS SNS: to a telephone number, or to the topic of the environment. SNS drops
 * repetitions on FIFO topics alone; elsewhere an attempt after a lost answer may be a second message.
 */
export function createSns(config: MessagingConfig, now: () => number): Channel {
  // The SDK is large: it is loaded with the first message. Its own settings (credentials,
  // AWS_ENDPOINT_URL_SNS) are read by itself.
  let opened: Promise<OpenedSns> | undefined;
  const open = () => opened ??= openSns(config);
  return {
    name: "aws_sns",
    dropsRepetitions: false,
    async send(message, signal) {
      const target = targetOf(config, message);
      if (target === null) {
        const refused = "There is nowhere to send to: set SMS_PHONE_NUMBER or AWS_SNS_TOPIC_ARN.";
        return { refused, permanent: true };
      }
      const input = { ...target, Message: message.text };
      return await publish(await open(), input, { signal, nowMs: now() });
    },
    async lookUp(_message, signal) {
      const { origin } = await open();
      return await answers(origin(), signal);
    },
  };
}

interface OpenedSns {
  readonly client: SNSClient;
  readonly publishCommand: typeof import("@aws-sdk/client-sns").PublishCommand;
  /** Where the last request went; null before the first. */
  origin(): string | null;
}

async function openSns(config: MessagingConfig): Promise<OpenedSns> {
  const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
  let origin: string | null = null;
  const client = new SNSClient({
    ...(config.awsRegion && { region: config.awsRegion }),
    // Attempts are counted in the database, not hidden in a library.
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SdkRequest, options?: { abortSignal?: unknown }) => {
        const port = request.port ? `:${request.port}` : "";
        origin = `${request.protocol}//${request.hostname}${port}`;
        return { response: await handle(origin, request, options?.abortSignal as AbortSignal) };
      },
    },
  });
  return { client, publishCommand: PublishCommand, origin: () => origin };
}

async function handle(origin: string, request: SdkRequest, signal: AbortSignal) {
  const { host: _host, "content-length": _length, ...headers } = request.headers;
  const { method, path } = request;
  const asked = { method, headers, body: request.body, signal };
  const answer = await askProvider(`${origin}${path}`, asked);
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new TextEncoder().encode(answer.body),
  };
}

/** A message of a person goes to their number; one of nobody to the topic, where there is one. */
function targetOf(config: MessagingConfig, message: OutgoingText): PublishCommandInput | null {
  const topic = config.snsTopicArn;
  if (message.to === null && topic) {
    const fifo = { MessageGroupId: "alerts", MessageDeduplicationId: message.idempotencyKey };
    return { TopicArn: topic, Message: "", ...(topic.endsWith(".fifo") && fifo) };
  }
  const number = message.to ?? config.phoneNumber;
  if (!number) return null;
  const transactional = { DataType: "String", StringValue: "Transactional" };
  return {
    PhoneNumber: number,
    Message: "",
    MessageAttributes: { "AWS.SNS.SMS.SMSType": transactional },
  };
}

async function publish(
  sns: OpenedSns,
  input: PublishCommandInput,
  call: { readonly signal: AbortSignal; readonly nowMs: number },
): Promise<SendResult> {
  try {
    const command = new sns.publishCommand(input);
    const answer = await sns.client.send(command, { abortSignal: call.signal });
    return { providerId: answer.MessageId ?? null };
  } catch (error) {
    const status = (error as SnsRefusal).$metadata?.httpStatusCode;
    if (status === undefined && !isOfCredentials(error)) return judgeError(error, PROVIDER);
    if (status !== undefined && status < 300) return { lost: `${PROVIDER} answered illegibly.` };
    return judgeSnsRefusal(error as SnsRefusal, input.PhoneNumber, call.nowMs);
  }
}

function isOfCredentials(error: unknown): boolean {
  return error instanceof Error && /^(?:CredentialsProviderError|ConfigError)$/.test(error.name) ||
    error instanceof Error && /region is missing/i.test(error.message);
}

/** SNS cannot say whether it has a message, only that it is there at all: any answer will do. */
async function answers(origin: string | null, signal: AbortSignal) {
  if (origin === null) return "unknown";
  try {
    const answer = await askProvider(`${origin}/`, { method: "GET", headers: {}, signal });
    return answer.status >= 500 ? "unreachable" : "unknown";
  } catch {
    return "unreachable";
  }
}
