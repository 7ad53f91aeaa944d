import { assertEquals } from "@std/assert";
import type { AuditPage } from "../../../server/audit/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, type ErrorAnswer, get, getJson, startTestApp } from "../app_for_tests.ts";

const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };

Deno.test("an administrator's acts are recorded and read back page by page", async () => {
  await using db = await testDatabase();
  const jobs = {
    triggerCollection: () => Promise.resolve({ runId: "7", status: "running" }),
    rollbackModel: () => Promise.resolve({ refused: "There is no champion to roll back from." }),
    rehearseAlerts: () => Promise.reject(new Error("not asked for")),
    deliverSoon: () => {},
    keepErasuresSoon: () => {},
    listJobs: () => [],
    runJobNow: () => Promise.reject(new Error("not asked for")),
    stop: () => Promise.resolve(),
  };
  await using server = await startTestApp(db, { jobs });
  const { url } = server;
  const post = (path: string, body: string, id: string) =>
    get(url + path, {
      method: "POST",
      body,
      headers: { ...ADMIN, "x-request-id": id, "content-type": "application/json" },
    });
  const id = crypto.randomUUID();
  await post("/api/admin/collect/trigger", '{"mode":"repair"}', crypto.randomUUID());
  await post("/trpc/models.rollback", '{"model_id":"lstm-1"}', id);

  const audit = `${url}/api/admin/audit`;
  const page = await getJson<AuditPage>(`${audit}?limit=1`, { headers: ADMIN });
  const [newest] = page.entries;
  assertEquals(
    [newest?.act, newest?.target, newest?.request_id, newest?.actor_kind],
    ["models.rollback", "model:lstm-1", id, "key"],
  );
  const next = await getJson<AuditPage>(`${audit}?limit=1&cursor=${page.next_cursor}`, {
    headers: ADMIN,
  });
  assertEquals(next.entries.map((one) => [one.act, one.details]), [
    ["collection.trigger", { mode: "repair" }],
  ]);
  assertEquals(next.next_cursor, null);
  const none = await getJson<AuditPage>(`${audit}?act=coins.mint`, { headers: ADMIN });
  assertEquals(none, { entries: [], next_cursor: null });
});

Deno.test("the audit log is for administrators, and refuses a time it cannot read", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const audit = `${server.url}/api/admin/audit`;
  assertEquals((await get(audit)).status, 401);
  const { error } = await getJson<ErrorAnswer>(`${audit}?from=yesterday`, { headers: ADMIN });
  assertEquals([error.code, error.details?.[0]?.field], ["VALIDATION_ERROR", "from"]);
});
