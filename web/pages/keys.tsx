import { createSignal, Show } from "solid-js";
import type { Account, NewKey } from "../../server/auth/schema.ts";
import { createKeys } from "../features/account/account_data.ts";
import { Gate } from "../features/account/Gate.tsx";
import { CreateKey } from "../features/keys/CreateKey.tsx";
import { keysFinding } from "../features/keys/key_words.ts";
import { KeysTable } from "../features/keys/KeysTable.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Segmented } from "../ui/controls.tsx";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Secret } from "../ui/Secret.tsx";

export const page: PageInfo = {
  path: "/keys",
  title: "API keys",
  nav: { group: "System", icon: "key-round", order: 3 },
  audience: "account",
};

/** The keys by which programs ask in someone's name. */
export function Page() {
  return (
    <Frame title="API keys" finding="A key lets a program ask in your name, with your rights.">
      <Gate needs="account" thing="your API keys">
        {(account) => <Keys account={account()} />}
      </Gate>
    </Frame>
  );
}

const WHOSE = [
  { value: "mine", label: "My keys" },
  { value: "all", label: "Everyone's" },
] as const;

function Keys(props: { account: Account }) {
  const app = useApp();
  const isAdmin = () => props.account.role === "admin";
  // An administrator's key that belongs to no person has no keys of its own.
  const whoseAtFirst = () => props.account.user_id === null && isAdmin() ? "all" : "mine";
  const [whose, setWhose] = createParam("whose", whoseAtFirst(), oneOf(["mine", "all"]));
  const everyone = () => isAdmin() && whose() === "all";
  const [made, setMade] = createSignal<NewKey>();
  const keys = createKeys(everyone);
  const keep = (next: NewKey) => {
    setMade(next);
    keys.refetch();
  };
  return (
    <>
      <Show when={made()}>
        {(known) => (
          <Secret
            title={`The key ${known().view.name ?? ""}`}
            what="the key"
            text={known().key}
            onDone={() => setMade(undefined)}
          >
            Send it as <code>X-API-Key</code> or as <code>Authorization: Bearer</code>.
          </Secret>
        )}
      </Show>
      <CreateKey isAdmin={isAdmin()} onMade={keep} />
      <Show when={isAdmin()}>
        <Segmented label="Whose keys" value={whose()} choices={WHOSE} onChange={setWhose} />
      </Show>
      <Loadable thing="The list of keys" source={keys} height={240}>
        {(known) => (
          <>
            <p class="muted panel-note section">{keysFinding(known().keys)}</p>
            <KeysTable
              keys={known().keys}
              everyone={everyone()}
              nowMs={app.now()}
              onRotated={keep}
              onChange={() => keys.refetch()}
            />
          </>
        )}
      </Loadable>
      <Expander title="How keys are kept">
        <p>
          Only a keyed hash and the first characters are stored, so a key that was lost cannot be
          shown again. Rotating makes a successor while the old key still works for a time you
          choose. Each creation, rotation and revocation is in the audit log.
        </p>
      </Expander>
    </>
  );
}
