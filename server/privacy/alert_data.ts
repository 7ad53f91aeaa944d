import type { PersonalData } from "./personal_data.ts";

/** What a table has of someone, without columns that say how messages are handed to their sender. */
const rowsOf = (table: string) =>
  `select to_jsonb(t) - '{user_id,lease_owner,lease_until,group_key,next_attempt_at}'::text[] as one
   from ${table} t where user_id = $1 order by id`;

/** Rules of alerts, the alerts they made, and what was sent. They are deleted with the account. */
export const ALERT_DATA: PersonalData = {
  section: "alerts",
  async collect(db, userId) {
    const read = async (table: string) => {
      const rows = await db.sql<{ one: object }>(rowsOf(table), [userId]);
      return rows.map((row) => row.one);
    };
    return {
      rules: await read("alert_rules"),
      alerts: await read("alerts"),
      messages: await read("alert_messages"),
    };
  },
  erase: () => Promise.resolve(),
};
