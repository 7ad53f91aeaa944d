import { A, useLocation } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { NewPassword } from "../features/account/NewPassword.tsx";
import { startAnew } from "../features/account/session.ts";
import { useApp } from "../features/shell/app_state.ts";
import { safeNext } from "../lib/next_address.ts";
import { createSubmission } from "../lib/submission.ts";
import type { PageInfo } from "../routes.ts";
import { api } from "../trpc.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { SubmitRow, TextField } from "../ui/form.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = { path: "/sign-up", title: "Sign up" };

/** A new account, where an administrator has not switched that off. */
export function Page() {
  const { session } = useApp();
  return (
    <Frame title="Sign up" finding="An account holds coins, stakes, API keys and chats.">
      <Loadable thing="Whether accounts can be made" source={session.status} height={320}>
        {(status) => (
          <Show
            when={status().sign_up_open}
            fallback={
              <EmptyState title="Sign-up is switched off">
                An administrator makes accounts here. <A href="/sign-in">Sign in</A>{" "}
                if you have one.
              </EmptyState>
            }
          >
            <SignUpForm />
          </Show>
        )}
      </Loadable>
    </Frame>
  );
}

function SignUpForm() {
  const location = useLocation();
  const [email, setEmail] = createSignal("");
  const [userId, setUserId] = createSignal("");
  const [password, setPassword] = createSignal("");
  const submission = createSubmission(async () => {
    await api.auth.register.mutate({
      email: email(),
      password: password(),
      ...(userId().trim() === "" ? {} : { user_id: userId().trim() }),
    });
    startAnew(safeNext(new URLSearchParams(location.search).get("next")));
  });
  return (
    <div class="sheet">
      <form class="form" onSubmit={submission.submit}>
        <TextField
          label="Email"
          type="email"
          autocomplete="username"
          inputMode="email"
          required
          value={email()}
          onInput={setEmail}
          error={submission.problemOf("email")}
          hint="For signing in. Nobody else sees it."
        />
        <TextField
          label="User id (optional)"
          value={userId()}
          onInput={setUserId}
          error={submission.problemOf("user_id")}
          hint="Others send coins to it and see it beside yours. Letters, digits, _ and -. Leave it empty to be given one."
        />
        <NewPassword
          label="Password"
          value={password()}
          onInput={setPassword}
          email={email()}
          error={submission.problemOf("password")}
        />
        <SubmitRow action="Sign up" busyWord="Making the account…" submission={submission} />
      </form>
      <p class="muted sheet-foot">
        Have an account? <A href={`/sign-in${location.search}`}>Sign in</A>.
      </p>
    </div>
  );
}
