import { freeProcedure, publicProcedure, router, signedInProcedure } from "../trpc.ts";
import { changePassword } from "./change_password.ts";
import { eraseMe } from "./erase_me.ts";
import { logIn } from "./log_in.ts";
import { logOut } from "./log_out.ts";
import { describeAccount, readStatus } from "./read_account.ts";
import { register } from "./register.ts";
import {
  account,
  changePasswordInput,
  done,
  endSessionInput,
  eraseInput,
  logInInput,
  registerInput,
  sessionsOutput,
  startSessionInput,
  statusOutput,
  tokenOutput,
} from "./schema.ts";
import { endSession, readSessions } from "./sessions.ts";
import { startKeySession } from "./start_key_session.ts";

const tags = ["auth"];

export const authRouter = router({
  status: freeProcedure.output(statusOutput).query(({ ctx }) => readStatus(ctx)),
  register: publicProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/auth/register",
        tags,
        summary: "Make an account and sign in",
      },
      bodyOnly: true,
    })
    .input(registerInput)
    .output(tokenOutput)
    .mutation(({ ctx, input }) => register(ctx, input)),
  login: publicProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/auth/login",
        tags,
        summary: "Sign in with email and password",
      },
      bodyOnly: true,
    })
    .input(logInInput)
    .output(tokenOutput)
    .mutation(({ ctx, input }) => logIn(ctx, input)),
  startSession: publicProcedure
    .input(startSessionInput)
    .output(account)
    .mutation(({ ctx, input }) => startKeySession(ctx, input.api_key)),
  logout: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/auth/logout",
        tags,
        summary: "End the session and its token",
      },
    })
    .output(done)
    .mutation(({ ctx }) => logOut(ctx)),
  me: signedInProcedure
    .meta({
      openapi: { method: "GET", path: "/api/v1/auth/me", tags, summary: "Who is signed in" },
    })
    .output(account)
    .query(({ ctx }) => describeAccount(ctx.app.db, ctx.actor)),
  erase: signedInProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/api/v1/auth/me",
        tags,
        summary: "Erase the account and what is held of the person",
      },
      bodyOnly: true,
    })
    .input(eraseInput)
    .output(done)
    .mutation(({ ctx, input }) => eraseMe(ctx, input)),
  changePassword: signedInProcedure
    .input(changePasswordInput)
    .output(done)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  sessions: signedInProcedure
    .output(sessionsOutput)
    .query(async ({ ctx }) => ({ sessions: await readSessions(ctx) })),
  endSession: signedInProcedure
    .input(endSessionInput)
    .output(done)
    .mutation(({ ctx, input }) => endSession(ctx, input.id)),
});
