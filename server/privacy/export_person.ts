import type { App } from "../context.ts";
import { PERSONAL_DATA } from "./personal_data.ts";
import type { PersonExport } from "./schema.ts";

/** Everything that is held of a person, a section for each part of the product. */
export async function exportPerson(app: App, userId: string): Promise<PersonExport> {
  const sections: Record<string, unknown> = {};
  for (const part of PERSONAL_DATA) {
    sections[part.section] = await part.collect(app.db, userId);
  }
  return { user_id: userId, exported_at: new Date(app.now()).toISOString(), sections };
}
