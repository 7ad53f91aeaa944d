import { A, useLocation } from "@solidjs/router";
import { type JSX, Match, Show, Switch } from "solid-js";
import type { Account } from "../../../server/auth/schema.ts";
import { signInAddress } from "../../lib/next_address.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { Page } from "../../ui/Page.tsx";
import { useApp } from "../shell/app_state.ts";

/** Draws what belongs to someone signed in; says how to get there where nobody is. */
export function Gate(props: {
  /** `account`: anyone signed in; `person`: with coins of their own; `admin`: an administrator. */
  readonly needs: "account" | "person" | "admin";
  /** What the page is about, as in `Sign in to see your wallet`. */
  readonly thing: string;
  /** The title of a page that has none without its content. */
  readonly title?: string;
  readonly children: (account: () => Account) => JSX.Element;
}) {
  const { session } = useApp();
  const lacksPerson = () => props.needs === "person" && session.account()?.user_id === null;
  const lacksRole = () => props.needs === "admin" && !session.isAdmin();
  const refused = () => !session.account() || lacksRole() || lacksPerson();
  return (
    <Loadable thing="Who is signed in" source={session.status} height={160}>
      {() => (
        <Show
          when={refused()}
          fallback={<Show when={session.account()}>{(account) => props.children(account)}</Show>}
        >
          <Titled title={props.title}>
            <Switch>
              <Match when={!session.account()}>
                <SignInFirst thing={props.thing} />
              </Match>
              <Match when={lacksRole()}>
                <EmptyState title="For administrators">
                  You are signed in as{" "}
                  {session.account()?.name}, who is not one. An administrator can change that on the
                  People page.
                </EmptyState>
              </Match>
              <Match when={lacksPerson()}>
                <EmptyState title="This key belongs to no person">
                  Coins are held by people. Sign in with an email and a password, or with a key of
                  your own, to see {props.thing}.
                </EmptyState>
              </Match>
            </Switch>
          </Titled>
        </Show>
      )}
    </Loadable>
  );
}

function Titled(props: { title: string | undefined; children: JSX.Element }) {
  return (
    <Show when={props.title} fallback={props.children}>
      {(title) => <Page title={title()}>{props.children}</Page>}
    </Show>
  );
}

function SignInFirst(props: { thing: string }) {
  const location = useLocation();
  return (
    <EmptyState title={`Sign in to see ${props.thing}`}>
      <A href={signInAddress(location.pathname + location.search)}>Sign in</A>{" "}
      with your email or an API key.
    </EmptyState>
  );
}
