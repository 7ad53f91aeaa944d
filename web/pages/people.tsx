import { createSignal, Show } from "solid-js";
import type { PersonView } from "../../server/auth/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { CreatePerson } from "../features/people/CreatePerson.tsx";
import { createPeople } from "../features/people/people_data.ts";
import { type AskedAct, PersonButtons, PersonDialog } from "../features/people/PersonActs.tsx";
import { formatDay, formatTime } from "../lib/format.ts";
import { createParam, textCodec } from "../lib/param.ts";
import { createSubmission } from "../lib/submission.ts";
import type { PageInfo } from "../routes.ts";
import { api } from "../trpc.ts";
import { Controls, SearchBox, Toggle } from "../ui/controls.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { FailureNote } from "../ui/form.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { PagedTable } from "../ui/PagedTable.tsx";
import { Secret } from "../ui/Secret.tsx";

export const page: PageInfo = {
  path: "/people",
  title: "People",
  nav: { group: "System", icon: "users", order: 4 },
  audience: "admin",
};

/** Every account, for administrators. */
export function Page() {
  return (
    <Frame title="People" finding="Who has an account, and who may administer.">
      <Gate needs="admin" thing="the people">{() => <People />}</Gate>
    </Frame>
  );
}

const columns = (onAsk: (asked: AskedAct) => void): readonly Column<PersonView>[] => [
  { id: "user_id", label: "User id", value: (person) => person.user_id },
  { id: "email", label: "Email", value: (person) => person.email },
  {
    id: "role",
    label: "Role",
    value: (person) => person.role === "admin" ? "administrator" : "user",
  },
  { id: "state", label: "State", value: (person) => person.disabled ? "disabled" : "active" },
  {
    id: "since",
    label: "Since",
    value: (person) => formatDay(Date.parse(person.created_at)),
  },
  {
    id: "seen",
    label: "Last seen",
    value: (person) =>
      person.last_seen_at === null ? "not signed in" : formatTime(Date.parse(person.last_seen_at)),
  },
  {
    id: "acts",
    label: "Change",
    value: () => null,
    cell: (person) => <PersonButtons person={person} onAsk={onAsk} />,
  },
];

function People() {
  const [search, setSearch] = createParam("q", "", textCodec);
  const [signUpOpen, setSignUpOpen] = createSignal<boolean>();
  const [asked, setAsked] = createSignal<AskedAct>();
  const [secret, setSecret] = createSignal<{ userId: string; password: string }>();
  const people = createPeople(search, setSignUpOpen);
  const keep = (userId: string, password: string | null) => {
    if (password) setSecret({ userId, password });
    people.refetch();
  };
  return (
    <>
      <Show when={secret()}>
        {(made) => (
          <Secret
            title={`The password of ${made().userId}`}
            what="the password"
            text={made().password}
            onDone={() => setSecret(undefined)}
          />
        )}
      </Show>
      <CreatePerson onMade={keep} />
      <Controls>
        <SearchBox label="Email or user id" value={search()} onInput={setSearch} />
        <span class="controls-gap" />
        <SignUpSwitch open={signUpOpen()} onChange={setSignUpOpen} />
      </Controls>
      <Loadable thing="The list of people" source={people} height={320}>
        {(rows) => (
          <PagedTable
            caption="People"
            columns={columns(setAsked)}
            rows={rows()}
            empty={search() === "" ? "Nobody has an account yet." : `Nobody matches "${search()}".`}
            hasMore={people.hasMore()}
            busy={people.stale()}
            onMore={people.more}
          />
        )}
      </Loadable>
      <PersonDialog
        asked={asked()}
        onClose={() => setAsked(undefined)}
        onDone={({ person }, password) => keep(person.user_id, password)}
      />
    </>
  );
}

function SignUpSwitch(props: { open: boolean | undefined; onChange: (open: boolean) => void }) {
  const switching = createSubmission(async () => {
    const answer = await api.people.setSignUp.mutate({ open: !props.open });
    props.onChange(answer.sign_up_open);
  });
  return (
    <Show when={props.open !== undefined}>
      <Toggle
        label={props.open ? "Anyone may sign up" : "Sign-up is switched off"}
        on={props.open === true}
        onChange={() => switching.submit()}
      />
      <FailureNote submission={switching} />
    </Show>
  );
}
