import { type Database, readSetting, writeSetting } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { type DoneBy, recordDone } from "./done_by.ts";

const SETTING = "sign_up_open";

/** Whether anyone may make an account. Nobody has said: yes locally, no in production. */
export async function isSignUpOpen(app: Pick<App, "db" | "config">): Promise<boolean> {
  const set = await readSetting<boolean>(app.db, SETTING);
  return set ?? app.config.environment !== "production";
}

/** Opens or closes sign-up for every instance on the database. */
export async function setSignUp(db: Database, by: DoneBy, open: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    await writeSetting(tx, { name: SETTING, value: open, nowMs: by.atMs });
    await recordDone(tx, by, { act: "people.setSignUp", target: null, details: { open } });
  });
}
