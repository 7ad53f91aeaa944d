import type { PersonalData } from "./personal_data.ts";

/** What the person did as an administrator, and what administrators did to the account. */
export const AUDIT_DATA: PersonalData = {
  section: "audit_log",
  async collect(db, userId) {
    return await db.sql(
      `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, act,
         case when actor_user_id = $1 then actor else 'an administrator' end as actor,
         target, details
       from audit_log where actor_user_id = $1 or target = 'person:' || $1 order by id`,
      [userId],
    );
  },
  async erase(tx, { userId, pseudonym }) {
    await tx.sql("select erase_from_audit_log($1, $2)", [userId, pseudonym]);
  },
};
