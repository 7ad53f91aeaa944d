import type { RequestContext } from "../context.ts";
import { adminProcedure, router } from "../trpc.ts";
import {
  changeRole,
  createPerson,
  disable,
  enable,
  readPeople,
  resetPassword,
} from "./administer_people.ts";
import { type DoneBy, doneBy } from "./done_by.ts";
import {
  createPersonInput,
  createPersonOutput,
  listPeopleInput,
  peopleOutput,
  personInput,
  personOutput,
  resetPasswordOutput,
  setRoleInput,
  setSignUpInput,
  signUpOutput,
} from "./schema.ts";
import { isSignUpOpen, setSignUp } from "./sign_up_switch.ts";

export const peopleRouter = router({
  list: adminProcedure
    .input(listPeopleInput)
    .output(peopleOutput)
    .query(async ({ ctx, input }) => ({
      ...await readPeople(ctx.app.db, input),
      sign_up_open: await isSignUpOpen(ctx.app),
    })),
  create: adminProcedure
    .input(createPersonInput)
    .output(createPersonOutput)
    .mutation(({ ctx, input: { user_id: userId, ...rest } }) =>
      createPerson(ctx.app.db, doneBy(ctx), { ...rest, userId })
    ),
  disable: adminProcedure
    .input(personInput)
    .output(personOutput)
    .mutation(async ({ ctx, input }) => ({
      person: await change(ctx, (by) => disable(ctx.app.db, by, input.user_id)),
    })),
  enable: adminProcedure
    .input(personInput)
    .output(personOutput)
    .mutation(async ({ ctx, input }) => ({
      person: await change(ctx, (by) => enable(ctx.app.db, by, input.user_id)),
    })),
  setRole: adminProcedure
    .input(setRoleInput)
    .output(personOutput)
    .mutation(async ({ ctx, input: { user_id: userId, role } }) => ({
      person: await change(ctx, (by) => changeRole(ctx.app.db, by, { userId, role })),
    })),
  resetPassword: adminProcedure
    .input(personInput)
    .output(resetPasswordOutput)
    .mutation(({ ctx, input }) =>
      change(ctx, (by) => resetPassword(ctx.app.db, by, input.user_id))
    ),
  setSignUp: adminProcedure
    .input(setSignUpInput)
    .output(signUpOutput)
    .mutation(async ({ ctx, input }) => {
      await setSignUp(ctx.app.db, doneBy(ctx), input.open);
      return { sign_up_open: input.open };
    }),
});

/** What was known of people is looked up again. */
async function change<T>(ctx: RequestContext, work: (by: DoneBy) => Promise<T>): Promise<T> {
  const result = await work(doneBy(ctx));
  ctx.app.authenticate.forget();
  return result;
}
