import { A, useLocation } from "@solidjs/router";
import { createSignal, Match, Show, Switch } from "solid-js";
import { startAnew } from "../features/account/session.ts";
import { useApp } from "../features/shell/app_state.ts";
import { safeNext } from "../lib/next_address.ts";
import { createSubmission } from "../lib/submission.ts";
import type { PageInfo } from "../routes.ts";
import { api } from "../trpc.ts";
import { Segmented } from "../ui/controls.tsx";
import { PasswordField, SubmitRow, TextField } from "../ui/form.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = { path: "/sign-in", title: "Sign in" };

const WAYS = [
  { value: "password", label: "Email and password" },
  { value: "key", label: "API key" },
] as const;
type Way = typeof WAYS[number]["value"];

/** In with an email and a password, or with an API key, which the browser does not keep. */
export function Page() {
  const { session } = useApp();
  const location = useLocation();
  const [way, setWay] = createSignal<Way>("password");
  const next = () => safeNext(new URLSearchParams(location.search).get("next"));
  return (
    <Frame
      title="Sign in"
      finding={session.status.data()?.key_required
        ? "This server shows its pages to people with an account only."
        : "Prices and forecasts need no account; coins and keys do."}
    >
      <div class="sheet">
        <Show when={session.account()}>
          {(account) => (
            <p class="note" role="status">
              <span>
                You are signed in as {account().name}.{" "}
                <A href={next()}>Go on</A>, or sign in as someone else.
              </span>
            </p>
          )}
        </Show>
        <Show when={!isSecureContext}>
          <p class="note note-warning" role="status">
            <span>
              This page came over plain http from another machine, where browsers keep no session.
              Use https, or open it on the machine itself.
            </span>
          </p>
        </Show>
        <Segmented label="How to sign in" value={way()} choices={WAYS} onChange={setWay} />
        <Switch>
          <Match when={way() === "password"}>
            <PasswordForm next={next()} />
          </Match>
          <Match when={way() === "key"}>
            <KeyForm next={next()} />
          </Match>
        </Switch>
        <p class="muted sheet-foot">
          <Show
            when={session.status.data()?.sign_up_open}
            fallback="Accounts are made by an administrator here."
          >
            No account yet? <A href={`/sign-up${location.search}`}>Sign up</A>.
          </Show>{" "}
          Forgotten the password? An administrator can set a new one.
        </p>
      </div>
    </Frame>
  );
}

function PasswordForm(props: { next: string }) {
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  const submission = createSubmission(async () => {
    await api.auth.login.mutate({ email: email(), password: password() });
    startAnew(props.next);
  });
  return (
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
      />
      <PasswordField
        label="Password"
        kind="current"
        required
        value={password()}
        onInput={setPassword}
        error={submission.problemOf("password")}
      />
      <SubmitRow action="Sign in" busyWord="Signing in…" submission={submission} />
    </form>
  );
}

function KeyForm(props: { next: string }) {
  const [key, setKey] = createSignal("");
  const submission = createSubmission(async () => {
    await api.auth.startSession.mutate({ api_key: key() });
    startAnew(props.next);
  });
  return (
    <form class="form" onSubmit={submission.submit}>
      <PasswordField
        label="API key"
        kind="secret"
        required
        value={key()}
        onInput={setKey}
        error={submission.problemOf("api_key")}
        hint="The server gives a session for it. The key itself is not kept in the browser."
      />
      <SubmitRow action="Sign in" busyWord="Signing in…" submission={submission} />
    </form>
  );
}
