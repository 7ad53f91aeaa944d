import type { PersonView } from "../../../server/auth/schema.ts";
import { createPaged, type Paged } from "../../lib/paged.ts";
import { api } from "../../trpc.ts";

/** The people whose email or user id contains `search`, page by page. */
export function createPeople(
  search: () => string,
  onSignUp: (open: boolean) => void,
): Paged<PersonView> {
  return createPaged(
    () => ({ search: search().trim() }),
    async (question, cursor, signal) => {
      const page = await api.people.list.query({ ...question, cursor }, { signal });
      onSignUp(page.sign_up_open);
      return { rows: page.people, next: page.next_cursor };
    },
  );
}
