/** A span as it was sent. */
export interface ReceivedSpan {
  readonly name: string;
  /** The library that made it: `deno`, or `crypto-ai`. */
  readonly scope: string;
  /** 1 inside, 2 of a server, 3 of a client. */
  readonly kind: number;
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes what OpenTelemetry exports over HTTP as JSON, as a collector does, and keeps it. */
export interface Collector extends AsyncDisposable {
  /** What a program is started with so that it sends here soon. */
  readonly env: Readonly<Record<string, string>>;
  /** Every byte that was sent, with headers and paths. */
  text(): string;
  spans(): readonly ReceivedSpan[];
  /** Names of the metrics that were sent; a program sends them when it ends, or each minute. */
  metrics(): ReadonlySet<string>;
  /** Resolves once what was received is enough. */
  until(isEnough: () => boolean): Promise<void>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface SentSpan extends Omit<ReceivedSpan, "scope" | "attributes"> {
  readonly attributes: readonly Attribute[];
}

interface Sent {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly SentSpan[];
    }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

const PATIENCE_MS = 60_000;

export function startCollector(): Collector {
  const texts: string[] = [];
  const sent: Sent[] = [];
  let news = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const text = await request.text();
    texts.push(`${request.url} ${JSON.stringify([...request.headers])} ${text}`);
    sent.push(JSON.parse(text));
    news.resolve();
    news = Promise.withResolvers();
    return Response.json({});
  });
  const { port } = server.addr;
  return {
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      OTEL_BLRP_SCHEDULE_DELAY: "100",
    },
    text: () => texts.join("\n"),
    spans: () => sent.flatMap(spansOf),
    metrics: () => new Set(sent.flatMap(metricsOf)),
    async until(isEnough) {
      const deadlineMs = performance.now() + PATIENCE_MS;
      while (!isEnough()) {
        const late = Promise.withResolvers<never>();
        const timer = setTimeout(
          () => late.reject(new Error(`Not enough was sent in a minute. It was:\n${texts}`)),
          deadlineMs - performance.now(),
        );
        await Promise.race([news.promise, late.promise]).finally(() => clearTimeout(timer));
      }
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function spansOf({ resourceSpans = [] }: Sent): ReceivedSpan[] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...span,
        scope: scope.name,
        attributes: Object.fromEntries(
          span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
        ),
      }))
    )
  );
}

function metricsOf({ resourceMetrics = [] }: Sent): string[] {
  return resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name))
  );
}
