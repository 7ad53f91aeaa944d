import { createSignal, Show } from "solid-js";
import type { KeyView, NewKey } from "../../../server/auth/schema.ts";
import { formatDay } from "../../lib/format.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { SelectBox } from "../../ui/controls.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { FailureNote } from "../../ui/form.tsx";
import { keyState, lastUsed } from "./key_words.ts";

const OVERLAPS = [
  { value: "0", label: "not at all" },
  { value: "24", label: "for 24 hours" },
  { value: "168", label: "for 7 days" },
] as const;
type Question = { readonly act: "rotate" | "revoke"; readonly key: KeyView };

/** Every key with its state, each with its successor and its end. */
export function KeysTable(props: {
  keys: readonly KeyView[];
  everyone: boolean;
  nowMs: number;
  onRotated: (made: NewKey) => void;
  onChange: () => void;
}) {
  const [asked, setAsked] = createSignal<Question>();
  const columns = (): Column<KeyView>[] => [
    { id: "name", label: "Name", value: (key) => key.name ?? key.prefix },
    {
      id: "prefix",
      label: "Begins with",
      value: (key) => key.prefix,
      cell: (key) => <code class="hash">{key.prefix}…</code>,
    },
    ...(props.everyone
      ? [{ id: "owner", label: "Of", value: (key: KeyView) => key.user_id ?? "nobody" }]
      : []),
    { id: "role", label: "Role", value: (key) => key.role === "admin" ? "administrator" : "user" },
    { id: "state", label: "State", value: (key) => keyState(key, props.nowMs) },
    {
      id: "used",
      label: "Last used",
      value: (key) => key.last_used_at,
      cell: (key) => lastUsed(key, props.nowMs),
    },
    {
      id: "created",
      label: "Created",
      value: (key) => key.created_at,
      cell: (key) => formatDay(Date.parse(key.created_at)),
    },
    {
      id: "acts",
      label: "Change",
      drawing: true,
      value: () => null,
      cell: (key) => <Acts key_={key} onAsk={setAsked} />,
    },
  ];
  return (
    <>
      <DataTable
        caption="API keys"
        fileName="api-keys"
        columns={columns()}
        rows={props.keys}
        initialOrder={{ column: "created", descending: true }}
        searchLabel="Search a key"
        empty="No key yet."
      />
      <RotateDialog
        question={asked()?.act === "rotate" ? asked()?.key : undefined}
        onClose={() => setAsked(undefined)}
        onRotated={props.onRotated}
      />
      <RevokeDialog
        question={asked()?.act === "revoke" ? asked()?.key : undefined}
        onClose={() => setAsked(undefined)}
        onRevoked={props.onChange}
      />
    </>
  );
}

function Acts(props: { key_: KeyView; onAsk: (question: Question) => void }) {
  const name = () => props.key_.name ?? props.key_.prefix;
  return (
    <Show when={props.key_.state === "in_force"} fallback={<span class="muted">nothing</span>}>
      <span class="row-buttons">
        <Show when={props.key_.replaced_by === null}>
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            aria-label={`Rotate ${name()}`}
            onClick={() => props.onAsk({ act: "rotate", key: props.key_ })}
          >
            Rotate
          </button>
        </Show>
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary btn-danger-quiet"
          aria-label={`Revoke ${name()}`}
          onClick={() => props.onAsk({ act: "revoke", key: props.key_ })}
        >
          Revoke
        </button>
      </span>
    </Show>
  );
}

function RotateDialog(props: {
  question: KeyView | undefined;
  onClose: () => void;
  onRotated: (made: NewKey) => void;
}) {
  const [hours, setHours] = createSignal<typeof OVERLAPS[number]["value"]>("24");
  const rotating = createSubmission(async () => {
    if (!props.question) return;
    const asked = { id: props.question.id, overlap_hours: Number(hours()) };
    props.onRotated(await api.keys.rotate.mutate(asked));
    props.onClose();
  });
  return (
    <ConfirmDialog
      open={props.question !== undefined}
      title={`Make a successor of ${props.question?.name ?? "the key"}?`}
      action="Rotate"
      busy={rotating.busy()}
      onConfirm={rotating.submit}
      onClose={props.onClose}
    >
      <p>
        The new key has the same name, role and term. Give it to the program, which then stops using
        the old one.
      </p>
      <div class="controls dialog-form">
        <SelectBox
          label="The old key still works"
          value={hours()}
          choices={OVERLAPS}
          onChange={setHours}
        />
      </div>
      <FailureNote submission={rotating} />
    </ConfirmDialog>
  );
}

function RevokeDialog(props: {
  question: KeyView | undefined;
  onClose: () => void;
  onRevoked: () => void;
}) {
  const revoking = createSubmission(async () => {
    if (!props.question) return;
    await api.keys.revoke.mutate({ id: props.question.id });
    props.onRevoked();
    props.onClose();
  });
  return (
    <ConfirmDialog
      open={props.question !== undefined}
      title={`Revoke ${props.question?.name ?? "the key"}?`}
      action="Revoke"
      grave
      busy={revoking.busy()}
      onConfirm={revoking.submit}
      onClose={props.onClose}
    >
      <p>Whatever uses it is refused from now on. A revoked key does not come back.</p>
      <FailureNote submission={revoking} />
    </ConfirmDialog>
  );
}
