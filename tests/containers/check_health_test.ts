import { assertEquals, assertMatch } from "@std/assert";
import { checkHealth } from "../../terraform/containers/check_health.ts";

async function serveStatus(status: number) {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("The database does not answer.", { status }),
  );
  const url = `http://127.0.0.1:${server.addr.port}/api/v1/health/ready`;
  const problem = await checkHealth(url);
  await server.shutdown();
  return { url, problem };
}

Deno.test("the health check of the image says why a server is not ready", async () => {
  assertEquals((await serveStatus(200)).problem, null);
  assertMatch((await serveStatus(503)).problem ?? "", /answered 503: The database does not answer/);
});

Deno.test("the health check of the image says that nobody answers", async () => {
  const { url } = await serveStatus(200);
  assertMatch(await checkHealth(url) ?? "", /does not answer/);
});
