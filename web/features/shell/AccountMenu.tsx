import { A, useLocation } from "@solidjs/router";
import { createEffect, For, on, Show } from "solid-js";
import type { Account } from "../../../server/auth/schema.ts";
import { signInAddress } from "../../lib/next_address.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { FailureNote } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { startAnew } from "../account/session.ts";
import { useApp } from "./app_state.ts";

/** Who is signed in, with the way out; else the way in. */
export function AccountMenu() {
  const app = useApp();
  const location = useLocation();
  return (
    <Show when={app.session.status.data()}>
      <Show
        when={app.session.account()}
        fallback={
          <A
            class="btn btn-sm btn-outline-secondary"
            href={signInAddress(location.pathname + location.search)}
          >
            <Icon name="log-in" /> Sign in
          </A>
        }
      >
        {(account) => <Menu account={account()} />}
      </Show>
    </Show>
  );
}

const LINKS = [
  { href: "/wallet", icon: "wallet", label: "Wallet" },
  { href: "/account", icon: "circle-user-round", label: "Account" },
  { href: "/keys", icon: "key-round", label: "API keys" },
] as const;

function Menu(props: { account: Account }) {
  const location = useLocation();
  let panel!: HTMLDivElement;
  createEffect(on(() => location.pathname, () => panel.hidePopover(), { defer: true }));
  const out = createSubmission(async () => {
    await api.auth.logout.mutate();
    startAnew("/");
  });
  return (
    <>
      <button
        type="button"
        class="btn btn-quiet account-button"
        aria-label={`Account of ${props.account.name}`}
        popovertarget="account-menu"
      >
        <Icon name="circle-user-round" size={18} />
        <span class="account-name">{props.account.name}</span>
      </button>
      <div id="account-menu" class="popover-panel account-panel" popover="auto" ref={panel}>
        <p class="account-who">
          <strong>{props.account.name}</strong>
          <br />
          <span class="muted">
            {props.account.email ?? "signed in with an API key"}
            {props.account.role === "admin" ? " · administrator" : ""}
          </span>
        </p>
        <ul>
          <For each={LINKS}>
            {(link) => (
              <li>
                <A href={link.href}>
                  <Icon name={link.icon} /> {link.label}
                </A>
              </li>
            )}
          </For>
          <li>
            <button type="button" disabled={out.busy()} onClick={out.submit}>
              <Icon name="log-out" /> Sign out
            </button>
          </li>
        </ul>
        <FailureNote submission={out} />
      </div>
    </>
  );
}
