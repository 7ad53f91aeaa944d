import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Account } from "../../server/auth/schema.ts";
import { accountFinding } from "../features/account/account_data.ts";
import { ChangePassword } from "../features/account/ChangePassword.tsx";
import { EraseAccount } from "../features/account/EraseAccount.tsx";
import { Gate } from "../features/account/Gate.tsx";
import { PersonalData } from "../features/account/PersonalData.tsx";
import { Sessions } from "../features/account/Sessions.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { formatTime } from "../lib/format.ts";
import type { PageInfo } from "../routes.ts";
import { CopyText } from "../ui/form.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/account",
  title: "Account",
  nav: { group: "System", icon: "circle-user-round", order: 2 },
  audience: "account",
};

/** Who is signed in, where, and what can be done with the account. */
export function Page() {
  const { session } = useApp();
  return (
    <Frame
      title="Account"
      finding={<Show when={session.account()}>{(known) => accountFinding(known())}</Show>}
    >
      <Gate needs="account" thing="your account">
        {(account) => (
          <>
            <Facts account={account()} />
            <div class="two-columns section">
              <Show when={account().kind === "person"}>
                <ChangePassword email={account().email ?? ""} />
              </Show>
              <Show when={account().user_id !== null}>
                <Sessions />
                <PersonalData />
              </Show>
              <Show when={account().kind === "person"}>
                <EraseAccount account={account()} />
              </Show>
            </div>
          </>
        )}
      </Gate>
    </Frame>
  );
}

function Facts(props: { account: Account }) {
  const time = (text: string | null) => text === null ? "not known" : formatTime(Date.parse(text));
  return (
    <section class="panel">
      <dl class="facts panel-note facts-tight">
        <Show when={props.account.user_id}>
          {(id) => (
            <>
              <dt>User id</dt>
              <dd>
                <CopyText text={id()} what="the user id" />{" "}
                <span class="muted">others send coins to it</span>
              </dd>
            </>
          )}
        </Show>
        <Show when={props.account.email}>
          {(email) => (
            <>
              <dt>Email</dt>
              <dd>{email()}</dd>
            </>
          )}
        </Show>
        <dt>Role</dt>
        <dd>{props.account.role === "admin" ? "administrator" : "user"}</dd>
        <Show when={props.account.created_at}>
          <dt>Since</dt>
          <dd>{time(props.account.created_at)}</dd>
        </Show>
        <Show when={props.account.kind === "person"}>
          <dt>Password set</dt>
          <dd>{time(props.account.password_changed_at)}</dd>
        </Show>
        <dt>Programs</dt>
        <dd>
          <A href="/keys">API keys</A>
        </dd>
      </dl>
    </section>
  );
}
