import { type RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { adminProcedure, router, signedInProcedure } from "../trpc.ts";
import { readConsents, setConsent } from "./consents.ts";
import { erasePerson } from "./erase_person.ts";
import { exportPerson } from "./export_person.ts";
import {
  consentsOutput,
  erasePersonInput,
  erasePersonOutput,
  exportOutput,
  setConsentInput,
} from "./schema.ts";

export const privacyRouter = router({
  export: signedInProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/auth/me/export",
        tags: ["privacy"],
        summary: "Everything that is held of the person who asks, to download",
      },
    })
    .output(exportOutput)
    .query(({ ctx }) => {
      ctx.reply.set("content-disposition", 'attachment; filename="personal-data.json"');
      return exportPerson(ctx.app, personOf(ctx));
    }),

  consents: signedInProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/auth/me/consents",
        tags: ["privacy"],
        summary: "What needs a consent, and what the person who asks has decided",
      },
    })
    .output(consentsOutput)
    .query(({ ctx }) => readConsents(ctx.app, personOf(ctx))),

  setConsent: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/auth/me/consents",
        tags: ["privacy"],
        summary: "Give a consent or take it back",
      },
    })
    .input(setConsentInput)
    .output(consentsOutput)
    .mutation(({ ctx, input }) => setConsent(ctx.app, { userId: personOf(ctx), ...input })),

  erasePerson: adminProcedure
    .input(erasePersonInput)
    .output(erasePersonOutput)
    .mutation(async ({ ctx, input }) => {
      const { pseudonym } = await erasePerson(ctx.app, input.user_id, ctx);
      return { success: true as const, pseudonym };
    }),
});

function personOf(ctx: RequestContext): string {
  if (ctx.actor.userId !== null) return ctx.actor.userId;
  throw new AppError(
    "FORBIDDEN",
    "The key that was sent belongs to no person, so nothing personal is held for it.",
  );
}
