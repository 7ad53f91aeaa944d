import { createHash } from "node:crypto";

/** One request that the stand-in has answered. */
export interface S3Request {
  readonly method: string;
  /** Of the object, without the bucket. */
  readonly key: string;
  /** `uploads`, `partNumber=2&uploadId=…`. */
  readonly query: string;
  readonly headers: Headers;
}

/** A stand-in for S3 in this process, with path-style addresses. */
export interface FakeS3 extends AsyncDisposable {
  readonly endpoint: string;
  readonly objects: Map<string, Uint8Array<ArrayBuffer>>;
  readonly requests: S3Request[];
  /** Answers instead, where it gives an answer. */
  fault: (request: S3Request) => Response | null;
  /** Uploads in parts that were begun and neither completed nor given up. */
  readonly openUploads: Map<string, Uint8Array<ArrayBuffer>[]>;
}

/**
 * Serves one bucket. As S3 does, it refuses what has no signature, and what is not what its checksum
 * says.
 */
export function fakeS3(bucket: string): FakeS3 {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  const openUploads = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const state: Omit<FakeS3, "endpoint" | keyof AsyncDisposable> = {
    objects,
    openUploads,
    requests: [],
    fault: () => null,
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (raw) => {
    const url = new URL(raw.url);
    const [, name, ...rest] = url.pathname.split("/").map(decodeURIComponent);
    const request = {
      ...{ method: raw.method, key: rest.join("/") },
      ...{ query: url.search.slice(1), headers: raw.headers },
    };
    const body = new Uint8Array(await raw.arrayBuffer());
    state.requests.push(request);
    if (name !== bucket) return refuse(404, "NoSuchBucket");
    if (!/^AWS4-HMAC-SHA256 Credential=/.test(raw.headers.get("authorization") ?? "")) {
      return refuse(403, "AccessDenied");
    }
    const sum = raw.headers.get("x-amz-checksum-sha256");
    if (sum !== null && sum !== createHash("sha256").update(body).digest("base64")) {
      return refuse(400, "BadDigest");
    }
    return state.fault(request) ?? answer(state, request, { url, body });
  });
  return {
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    ...state,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

type State = Pick<FakeS3, "objects" | "openUploads">;
interface Asked {
  readonly url: URL;
  readonly body: Uint8Array<ArrayBuffer>;
}

function answer(state: State, { method, key }: S3Request, { url, body }: Asked): Response {
  const { objects } = state;
  if (url.searchParams.has("uploads") || url.searchParams.has("uploadId")) {
    return answerUpload(state, { method, key }, { url, body });
  }
  if (method === "PUT") {
    objects.set(key, body);
    return new Response(null, { headers: { etag: '"whole"' } });
  }
  if (url.searchParams.has("list-type")) return list(objects, url.searchParams);
  const found = objects.get(key);
  if (method === "DELETE") {
    objects.delete(key);
    return new Response(null, { status: 204 });
  }
  if (found === undefined) return refuse(404, "NoSuchKey");
  const headers = { "content-length": String(found.length), "content-type": "binary/octet-stream" };
  return new Response(method === "HEAD" ? null : found, { headers });
}

function answerUpload(
  { objects, openUploads }: State,
  { method, key }: Pick<S3Request, "method" | "key">,
  { url, body }: Asked,
): Response {
  if (url.searchParams.has("uploads")) {
    const id = `upload-${openUploads.size + 1}`;
    openUploads.set(id, []);
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId>
      </InitiateMultipartUploadResult>`);
  }
  const id = url.searchParams.get("uploadId") ?? "";
  const parts = openUploads.get(id);
  if (parts === undefined) return refuse(404, "NoSuchUpload");
  if (method === "PUT") {
    const number = Number(url.searchParams.get("partNumber"));
    parts[number - 1] = body;
    return new Response(null, { headers: { etag: `"part-${number}"` } });
  }
  openUploads.delete(id);
  if (method === "DELETE") return new Response(null, { status: 204 });
  const named = [
    ...new TextDecoder().decode(body).matchAll(/"part-(\d+)"|&quot;part-(\d+)&quot;/g),
  ];
  const wanted = named.map((match) => Number(match[1] ?? match[2]));
  objects.set(key, join(wanted.map((number) => parts[number - 1]!)));
  return xml(`<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>`);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Two objects a page, so that who asks has to turn pages. */
function list(objects: State["objects"], asked: URLSearchParams): Response {
  const prefix = asked.get("prefix") ?? "";
  const after = asked.get("continuation-token") ?? "";
  const keys = [...objects.keys()].sort().filter((key) =>
    key.startsWith(prefix) && !key.slice(prefix.length).includes("/") && key > after
  );
  const page = keys.slice(0, 2);
  const contents = page.map((key) =>
    `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size></Contents>`
  );
  const more = keys.length > 2
    ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)}</NextContinuationToken>`
    : "<IsTruncated>false</IsTruncated>";
  return xml(`<ListBucketResult>${more}${contents.join("")}</ListBucketResult>`);
}

function refuse(status: number, code: string): Response {
  return xml(`<Error><Code>${code}</Code><Message>${code} it is.</Message></Error>`, status);
}

function xml(text: string, status = 200): Response {
  const headers = { "content-type": "application/xml" };
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`, { status, headers });
}
