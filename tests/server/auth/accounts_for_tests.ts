import { assertEquals } from "@std/assert";
import { createClient } from "../../../server/client.ts";
import { ADMIN_KEY, type ErrorAnswer, type TestApp } from "../app_for_tests.ts";

export const PASSWORD = "seven wet otters";

/** The fields that answers of signing in may have; each test reads those it asked for. */
export interface AuthBody extends ErrorAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly user_id: string | null;
  readonly email: string | null;
  readonly role: string;
  readonly kind: string;
  readonly name: string;
  readonly success: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AuthBody;
  /** The session cookie as a browser would send it back; empty where none was set. */
  readonly cookie: string;
}

/** Sends a request with a JSON body, as a program does. */
export async function send(
  server: TestApp,
  path: string,
  options: {
    readonly method?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Answer> {
  const { body, headers } = options;
  const response = await fetch(server.url + path, {
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const { status } = response;
  return { status, headers: response.headers, body: await response.json(), cookie };
}

/** Registers a person; the test fails where that is refused. */
export async function signUp(
  server: TestApp,
  email: string,
  extra: { readonly user_id?: string } = {},
): Promise<Answer> {
  const body = { email, password: PASSWORD, ...extra };
  const answer = await send(server, "/api/v1/auth/register", { body });
  assertEquals(answer.status, 200, JSON.stringify(answer.body));
  return answer;
}

export function logIn(server: TestApp, email: string, password = PASSWORD): Promise<Answer> {
  return send(server, "/api/v1/auth/login", { body: { email, password } });
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** What `GET /api/v1/auth/me` says to a token or key. */
export function me(server: TestApp, token: string): Promise<Answer> {
  return send(server, "/api/v1/auth/me", { headers: bearer(token) });
}

/** The procedures as this token or key; as the administrator where none is given. */
export function as(server: TestApp, token: string = ADMIN_KEY) {
  return createClient({ url: server.url, apiKey: token });
}
