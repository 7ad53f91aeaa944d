import type { PersonalData } from "./personal_data.ts";

/** What the language model has cost for the person, besides chats. The sums of a day stay. */
export const MODEL_COST_DATA: PersonalData = {
  section: "language_model_costs",
  async collect(db, userId) {
    return await db.sql(
      `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
         tokens_input, tokens_output, trim_scale(cost_usd)::text as cost_usd
       from model_costs where owner = $1 order by id`,
      [`person:${userId}`],
    );
  },
  async erase(tx, { userId, pseudonym }) {
    await tx.sql("update model_costs set owner = $2 where owner = $1", [
      `person:${userId}`,
      `person:${pseudonym}`,
    ]);
  },
};
