import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { type ErrorAnswer, startTestApp, type TestApp } from "../app_for_tests.ts";

const PATIENCE = { headersMs: 300, requestMs: 600, idleMs: 10_000, checkMs: 50 };
const HOST = "Host: localhost\r\n";
const JSON_HEAD = `POST /api/v1/auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

/** What was sent, the status it meets and the code. */
const UNREADABLE: readonly [what: string, bytes: string, status: number, code: string][] = [
  ["an unknown method", `BREW / HTTP/1.1\r\n${HOST}\r\n`, 400, "BAD_REQUEST"],
  ["TRACE", `TRACE /health HTTP/1.1\r\n${HOST}\r\n`, 405, "METHOD_NOT_ALLOWED"],
  ["CONNECT", `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405, "METHOD_NOT_ALLOWED"],
  ["no address", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 400, "BAD_REQUEST"],
  ["another protocol", `GET https://evil.example/ HTTP/1.1\r\n${HOST}\r\n`, 400, "BAD_REQUEST"],
  ["an impossible host", "GET /health HTTP/1.1\r\nHost: a b<>\r\n\r\n", 400, "BAD_REQUEST"],
  ["two hosts", `GET /health HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, 400, "BAD_REQUEST"],
  ["a folded header", `GET / HTTP/1.1\r\n${HOST}X-A: b\r\n c\r\n\r\n`, 400, "BAD_REQUEST"],
  ["a blank before a colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "BAD_REQUEST"],
  ["a zero byte", `GET / HTTP/1.1\r\n${HOST}X-A: a\0b\r\n\r\n`, 400, "BAD_REQUEST"],
  [
    "two lengths",
    `${JSON_HEAD}Content-Length: 2\r\nContent-Length: 44\r\n\r\n{}`,
    400,
    "BAD_REQUEST",
  ],
  [
    "a length and chunks",
    `${JSON_HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    "BAD_REQUEST",
  ],
  [
    "chunks by another name",
    `${JSON_HEAD}Transfer-Encoding: xchunked\r\n\r\n{}`,
    400,
    "BAD_REQUEST",
  ],
  [
    "headers without end",
    `GET / HTTP/1.1\r\n${HOST}X-A: ${"a".repeat(20_000)}\r\n\r\n`,
    431,
    "HEADERS_TOO_LARGE",
  ],
  ["a request that stops", "GET /health HTTP/1.1\r\nHost: lo", 408, "REQUEST_TIMEOUT"],
];

/** Sends bytes as they are; what comes back until the server closes. */
async function sendRaw({ url }: TestApp, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(bytes));
  let text = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  // A connection that is kept open after its answer is not waited for.
  while (!/\r\n\r\n[^]*\}$/.test(text)) {
    const length = await connection.read(buffer).catch(() => null);
    if (length === null) break;
    text += decoder.decode(buffer.subarray(0, length));
  }
  connection.close();
  return text;
}

Deno.test("what is no request has the envelope, an id, the usual headers and its line in the log", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { patience: PATIENCE });
  for (const [what, bytes, status, code] of UNREADABLE) {
    const answer = await sendRaw(server, bytes);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    assertEquals(head.split(" ")[1], String(status), `${what}: ${answer}`);
    const { error } = JSON.parse(body) as ErrorAnswer;
    const id = /^x-request-id: (\S+)/im.exec(head)?.[1];
    assertEquals([error.code, error.request_id], [code, id], what);
    assertStringIncludes(head.toLowerCase(), "x-content-type-options: nosniff");
    if (status === 405) assertMatch(head, /^allow: GET, HEAD/im);
    const line = server.lines.find(({ fields }) => fields.request_id === id);
    assertEquals([line?.fields.path, line?.fields.status], ["{unreadable}", status], what);
  }
  const lines = JSON.stringify(server.lines);
  assert(!/evil|brew/i.test(lines), "nothing of what was sent is logged");
});

Deno.test("a second request hidden in the first is not answered", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { patience: PATIENCE });
  const hidden = `GET /hidden HTTP/1.1\r\n${HOST}\r\n`;
  const smuggled = [
    `${JSON_HEAD}Content-Length: ${hidden.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${JSON_HEAD}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    `${JSON_HEAD}Content-Length: +0\r\n\r\n`,
    `${JSON_HEAD}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n`,
    `${JSON_HEAD}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n`,
  ];
  for (const start of smuggled) {
    const answer = await sendRaw(server, start + hidden);
    assertEquals(answer.match(/^HTTP\/1\.1 \d/gm)?.length, 1, answer);
    assertMatch(answer, /^HTTP\/1\.1 400 /);
  }
  const body = await sendRaw(
    server,
    `GET /health HTTP/1.1\r\n${HOST}Content-Length: ${hidden.length}\r\n\r\n${hidden}`,
  );
  assertMatch(body, /^HTTP\/1\.1 200 /);
  assert(
    !server.lines.some(({ fields }) => fields.status === 404),
    "the body of a GET is no request",
  );
});
