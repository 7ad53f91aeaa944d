import { assertEquals, assertMatch } from "@std/assert";
import type { MessagingConfig, OutgoingText, SendResult } from "../../../jobs/messaging/channel.ts";
import { openChannel } from "../../../jobs/messaging/open_channel.ts";
import { signWebhook } from "../../../jobs/messaging/webhook.ts";
import { keepingLog } from "../job_context.ts";
import {
  type GatewayReply,
  snsAccepts,
  snsRefuses,
  startGateway,
  twilioAccepts,
  twilioRefuses,
} from "./fake_gateway.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 6);
const NUMBER = "+491701234567";
const TOKEN = "canary-token-8f2a6c";
const MESSAGE: OutgoingText = {
  to: NUMBER,
  text: "BTC rose 12 % in 4 h to $68,100. Größer & weiter.",
  idempotencyKey: "alert-message-7",
  createdAtMs: NOW_MS,
};

function config(url: string, more: Partial<MessagingConfig> = {}): MessagingConfig {
  return {
    provider: "webhook",
    webhookUrl: `${url}/hook`,
    webhookSecret: "ab".repeat(32),
    awsRegion: "eu-central-1",
    twilioAccountSid: "AC0123456789",
    twilioAuthToken: TOKEN,
    twilioFromNumber: "+15005550006",
    twilioBaseUrl: url,
    ...more,
  };
}

async function sendBy(
  provider: MessagingConfig["provider"],
  reply: GatewayReply,
  options: {
    readonly message?: Partial<OutgoingText>;
    readonly config?: Partial<MessagingConfig>;
  } = {},
) {
  using gateway = startGateway(() => reply);
  Deno.env.set("AWS_ENDPOINT_URL_SNS", gateway.url);
  Deno.env.set("AWS_ACCESS_KEY_ID", "AKIDCANARY");
  Deno.env.set("AWS_SECRET_ACCESS_KEY", TOKEN);
  const channel = openChannel(
    config(gateway.url, { provider, ...options.config }),
    { log: keepingLog(), now: () => NOW_MS },
  );
  const signal = AbortSignal.timeout(reply === "hang" ? 400 : 5_000);
  const result = await channel.send({ ...MESSAGE, ...options.message }, signal);
  return { result, requests: gateway.requests };
}

Deno.test("the console prints the message and never the number", async () => {
  const log = keepingLog();
  const channel = openChannel({ provider: "console" }, { log, now: () => NOW_MS });
  const result = await channel.send(MESSAGE, new AbortController().signal);
  assertEquals(result, { providerId: null });
  assertEquals(log.lines, [{ level: "info", message: `Message: ${MESSAGE.text}` }]);
});

Deno.test("SNS is given number and text by the SDK, signed, at AWS_ENDPOINT_URL_SNS", async () => {
  const { result, requests } = await sendBy("aws_sns", snsAccepts("id-1"));
  assertEquals(result, { providerId: "id-1" });
  assertEquals(requests.length, 1);
  const { form, headers } = requests[0]!;
  assertEquals(form.get("Action"), "Publish");
  assertEquals(form.get("PhoneNumber"), NUMBER);
  assertEquals(form.get("Message"), MESSAGE.text);
  assertMatch(headers.get("authorization") ?? "", /^AWS4-HMAC-SHA256 .*\/eu-central-1\/sns\//);
});

Deno.test("what is to nobody's number goes to the topic, on a FIFO topic with a key against repetition", async () => {
  const topic = "arn:aws:sns:eu-central-1:123456789012:alerts.fifo";
  const { requests } = await sendBy("aws_sns", snsAccepts(), {
    message: { to: null },
    config: { snsTopicArn: topic, phoneNumber: NUMBER },
  });
  const { form } = requests[0]!;
  assertEquals(form.get("TopicArn"), topic);
  assertEquals(form.get("PhoneNumber"), null);
  assertEquals(form.get("MessageDeduplicationId"), MESSAGE.idempotencyKey);
});

const SNS_REFUSALS: readonly (readonly [GatewayReply, RegExp, boolean])[] = [
  [
    snsRefuses(400, "InvalidParameter", `Number ${NUMBER} is not verified in the SMS sandbox`),
    /^The AWS account is in the SMS sandbox/,
    true,
  ],
  [
    snsRefuses(400, "MonthlySpendLimitReached", "No quota left for account"),
    /^The monthly spending limit/,
    false,
  ],
  [snsRefuses(400, "OptedOut", "Phone number is opted out"), /^The number has opted out/, true],
  [snsRefuses(403, "AuthorizationError", "not authorized to perform"), /need sns:Publish/, true],
  [snsRefuses(403, "InvalidClientTokenId", "token"), /does not accept the credentials/, true],
  [
    snsRefuses(
      400,
      "InvalidParameter",
      `Invalid parameter: PhoneNumber Reason: ${NUMBER} is not valid to publish to`,
    ),
    /no telephone number/,
    true,
  ],
  [snsRefuses(404, "NotFound", "Topic does not exist"), /AWS_SNS_TOPIC_ARN does not exist/, true],
  [snsRefuses(429, "Throttled", "Rate exceeded"), /at this pace/, false],
  [snsRefuses(500, "InternalFailure", "oops"), /^AWS SNS answered with status 500/, false],
  [
    snsRefuses(400, "Strange", `call ${NUMBER} or 0170 123 45 67`),
    /^AWS SNS: call … or …$/,
    true,
  ],
];

Deno.test("refusals of SNS are put in words, without the number", async () => {
  for (const [reply, words, permanent] of SNS_REFUSALS) {
    const { result } = await sendBy("aws_sns", reply);
    assertRefused(result, words, permanent);
  }
});

Deno.test("Twilio is given number, text and sender at TWILIO_BASE_URL, and its path", async () => {
  using gateway = startGateway(() => twilioAccepts("SM77"));
  const settings = config("", { provider: "twilio", twilioBaseUrl: `${gateway.url}/base/` });
  const channel = openChannel(settings, { log: keepingLog(), now: () => NOW_MS });
  const result = await channel.send(MESSAGE, AbortSignal.timeout(5_000));
  assertEquals(result, { providerId: "SM77" });
  const { path, form, headers } = gateway.requests[0]!;
  assertEquals(path, "/base/2010-04-01/Accounts/AC0123456789/Messages.json");
  assertEquals(Object.fromEntries(form), {
    To: NUMBER,
    From: "+15005550006",
    Body: MESSAGE.text,
  });
  assertEquals(headers.get("authorization"), `Basic ${btoa(`AC0123456789:${TOKEN}`)}`);
});

const TWILIO_REFUSALS: readonly (readonly [GatewayReply, RegExp, boolean])[] = [
  [twilioRefuses(400, 21211, `The 'To' number ${NUMBER} is not valid`), /no valid telephone/, true],
  [twilioRefuses(400, 21608, `${NUMBER} is unverified`), /on trial.*verified numbers alone/, true],
  [twilioRefuses(400, 21610, "unsubscribed"), /opted out/, true],
  [twilioRefuses(401, 20003, "Authenticate"), /TWILIO_AUTH_TOKEN/, true],
  [twilioRefuses(429, 20429, "Too Many Requests"), /at this pace/, false],
  [twilioRefuses(429, 63038, "Daily limit"), /daily limit.*used up/, false],
  [twilioRefuses(503, 20503, "Unavailable"), /^Twilio answered with status 503/, false],
  [{ status: 500, body: "<html>" }, /^Twilio answered with status 500/, false],
  [twilioRefuses(400, 99999, `Strange ${NUMBER} AC0123456789`), /^Twilio: Strange … …$/, true],
];

Deno.test("refusals of Twilio are put in words, without number or account", async () => {
  for (const [reply, words, permanent] of TWILIO_REFUSALS) {
    const { result } = await sendBy("twilio", reply);
    assertRefused(result, words, permanent);
  }
});

Deno.test("a webhook is signed over timestamp and body, and names the message", async () => {
  const { result, requests } = await sendBy("webhook", { status: 204 });
  assertEquals(result, { providerId: null });
  const { headers, body } = requests[0]!;
  assertEquals(JSON.parse(body), {
    id: MESSAGE.idempotencyKey,
    to: NUMBER,
    text: MESSAGE.text,
    created_at: "2026-11-21T06:00:00.000Z",
  });
  assertEquals(headers.get("idempotency-key"), MESSAGE.idempotencyKey);
  assertEquals(headers.get("x-alert-timestamp"), String(NOW_MS / 1000));
  const signature = await signWebhook("ab".repeat(32), String(NOW_MS / 1000), body);
  assertEquals(headers.get("x-alert-signature"), `v1=${signature}`);
});

Deno.test("the signature of a webhook is the HMAC that other languages make", async () => {
  // printf '1700000000.{}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:abab…
  const signature = await signWebhook("ab".repeat(32), "1700000000", "{}");
  assertEquals(signature, "6df747ec2a677e38cd4adba46f3b9f033d1d7c71a409be531dd908316c24ccba");
});

Deno.test("a webhook does not follow redirects and obeys Retry-After", async () => {
  const moved = { status: 302, headers: { location: "http://127.0.0.1:1/" } };
  assertRefused((await sendBy("webhook", moved)).result, /redirects, which is not followed/, true);
  const busy = await sendBy("webhook", { status: 429, headers: { "retry-after": "90" } });
  assertEquals(busy.result, {
    refused: "The webhook answered with status 429.",
    permanent: false,
    retryAfterMs: 90_000,
  });
});

Deno.test("a cut, a silence and a broken gateway in between leave the result open, a closed door does not", async () => {
  for (const provider of ["aws_sns", "twilio", "webhook"] as const) {
    const open = await Promise.all(
      (["cut", "hang", { status: 504 }, { status: 502 }] as const).map(async (reply) =>
        Object.keys((await sendBy(provider, reply)).result)
      ),
    );
    assertEquals(open, [["lost"], ["lost"], ["lost"], ["lost"]], provider);
  }
  const closed = startGateway(() => "cut");
  closed[Symbol.dispose]();
  Deno.env.set("AWS_ENDPOINT_URL_SNS", closed.url);
  for (const provider of ["aws_sns", "twilio", "webhook"] as const) {
    const settings = config(closed.url, { provider });
    const channel = openChannel(settings, { log: keepingLog(), now: () => NOW_MS });
    const result = await channel.send(MESSAGE, AbortSignal.timeout(5_000));
    assertRefused(result, /could not be reached/, false);
  }
});

Deno.test("after a lost answer Twilio is asked whether it has the message", async () => {
  const row = (body: string, at: string) => ({ sid: "SM5", body, date_created: at });
  const lists = (rows: unknown[]): GatewayReply => ({
    status: 200,
    body: JSON.stringify({ messages: rows, page: 0, page_size: 50, next_page_uri: null }),
  });
  const recent = "Sat, 21 Nov 2026 06:00:05 +0000";
  const cases: readonly (readonly [GatewayReply, unknown])[] = [
    [lists([row(MESSAGE.text, recent)]), { providerId: "SM5" }],
    [lists([row(`Sent from a trial account - ${MESSAGE.text}`, recent)]), { providerId: "SM5" }],
    [lists([row(MESSAGE.text, "Fri, 20 Nov 2026 06:00:05 +0000")]), "absent"],
    [lists([]), "absent"],
    [{ status: 503 }, "unreachable"],
    ["cut", "unreachable"],
    [{ status: 404, body: "{}" }, "unknown"],
  ];
  for (const [reply, expected] of cases) {
    using gateway = startGateway(() => reply);
    const settings = config(gateway.url, { provider: "twilio" });
    const channel = openChannel(settings, { log: keepingLog(), now: () => NOW_MS });
    assertEquals(await channel.lookUp?.(MESSAGE, AbortSignal.timeout(5_000)), expected);
    assertEquals(gateway.requests[0]!.method, "GET");
  }
});

function assertRefused(result: SendResult, words: RegExp, permanent: boolean): void {
  const said = "refused" in result ? result : { refused: JSON.stringify(result), permanent: null };
  assertMatch(said.refused, words);
  assertEquals(said.permanent, permanent, said.refused);
  assertEquals(/\+?4917012|canary|AC0123/.test(said.refused), false, said.refused);
}
