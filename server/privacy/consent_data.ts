import { listConsents } from "../../db/mod.ts";
import type { PersonalData } from "./personal_data.ts";

/** What was allowed, and when. */
export const CONSENT_DATA: PersonalData = {
  section: "consents",
  async collect(db, userId) {
    const decisions = await listConsents(db, userId);
    return decisions.map(({ purpose, granted, atMs }) => ({
      purpose,
      granted,
      at: new Date(atMs).toISOString(),
    }));
  },
  async erase(tx, { userId }) {
    await tx.sql("delete from consents where user_id = $1", [userId]);
  },
};
