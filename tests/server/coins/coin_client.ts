import { assertEquals } from "@std/assert";
import type { Balance } from "../../../server/coins/schema.ts";
import { ADMIN_KEY, type TestApp } from "../app_for_tests.ts";

/** An answer of the API with its body read. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What an error looks like from outside. */
export interface ErrorOf {
  readonly error: { readonly code: string; readonly message: string; readonly details: unknown };
}

/** Calls the REST paths of coins and transactions as an administrator, or with another key. */
export function coinClient(server: TestApp, key: string = ADMIN_KEY) {
  const call = async <Body>(method: string, path: string, options: {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {}): Promise<Answer<Body>> => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(options.body !== undefined && { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    });
    const body = await response.json() as Body;
    return { status: response.status, headers: response.headers, body };
  };
  return {
    get: <Body>(path: string) => call<Body>("GET", path),
    post: <Body>(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
      call<Body>("POST", path, { ...(body !== undefined && { body }), headers }),
    mint: async (userId: string, amount: string) => {
      const { status } = await call("POST", `/coins/mint/${userId}`, { body: { amount } });
      assertEquals(status, 200);
    },
    balanceOf: async (userId: string) =>
      (await call<Balance>("GET", `/coins/balance/${userId}`)).body.balance,
  };
}
