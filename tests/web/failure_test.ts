import { assertEquals } from "@std/assert";
import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../server/app_router.ts";
import { toFailure } from "../../web/trpc.ts";

function refusal(code: string, message: string, path: string, headers: HeadersInit = {}) {
  const error = { code, message, details: null, timestamp: "", request_id: "r1" };
  const shape = { message, code: -32603, data: { code, httpStatus: 400, path, error } };
  return TRPCClientError.from<AppRouter>(
    { error: shape } as Parameters<typeof TRPCClientError.from<AppRouter>>[0],
    { meta: { response: new Response(null, { headers }) } },
  );
}

Deno.test("a refusal is told in the server's words, with the request to look for", () => {
  const failure = toFailure(refusal("SELF_TRANSFER", "Send it to someone else.", "coins.send"));
  assertEquals([failure.message, failure.requestId], ["Send it to someone else.", "r1"]);
});

Deno.test("who is not signed in is told to sign in, not to send a header", () => {
  const header = 'Send it as "X-API-Key".';
  assertEquals(
    toFailure(refusal("UNAUTHORIZED", header, "coins.stake")).message,
    "Nobody is signed in, or the session has ended. Sign in and try again.",
  );
  const wrong = "The email or the password is wrong.";
  assertEquals(toFailure(refusal("UNAUTHORIZED", wrong, "auth.login")).message, wrong);
});

Deno.test("a limit says how long to wait, once", () => {
  const headers = { "retry-after": "12" };
  assertEquals(
    toFailure(refusal("RATE_LIMITED", "Too many calls.", "a.b", headers)).message,
    "Too many calls. It can be asked again in 12 s.",
  );
  const said = "Too many calls. Try again in 12 s.";
  assertEquals(toFailure(refusal("RATE_LIMITED", said, "a.b", headers)).message, said);
});

Deno.test("silence is told apart from a refusal", () => {
  assertEquals(toFailure(new TypeError("Failed to fetch")).code, "UNREACHABLE");
});
