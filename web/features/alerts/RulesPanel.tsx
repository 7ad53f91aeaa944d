import { createSignal, For, Show } from "solid-js";
import type { RulesAnswer, RuleView } from "../../../server/alerts/schema.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FailureNote } from "../../ui/form.tsx";
import { RuleCard } from "./RuleCard.tsx";
import { RuleForm } from "./RuleForm.tsx";
import { draftOf, emptyDraft, type RuleDraft, toRule } from "./rule_draft.ts";

interface Editing {
  /** Undefined while a rule is being made. */
  readonly rule: RuleView | undefined;
}

const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

interface PanelProps {
  readonly answer: RulesAnswer;
  readonly isAdmin: boolean;
  /** False for an administrator's key that belongs to no person: it sees the default rules. */
  readonly isPerson: boolean;
  /** A draft from a rehearsal, to be made a rule of. */
  readonly begun: RuleDraft | undefined;
  readonly onBegunDone: () => void;
  readonly onChange: () => void;
}

/** The rules, and the form to make or change one. */
export function RulesPanel(props: PanelProps) {
  const editor = createEditor(props);
  const [removing, setRemoving] = createSignal<RuleView>();
  return (
    <>
      <Show when={editor.editing()} fallback={<NewRule {...props} onNew={editor.edit} />}>
        {(now) => (
          <section class="panel panel-above" aria-label="Rule">
            <div class="panel-head">
              <h2>{now().rule ? "Change a rule" : "New rule"}</h2>
            </div>
            <RuleForm
              draft={editor.draft()}
              onChange={editor.change}
              submission={editor.saving}
              isAdmin={props.isAdmin}
              rule={now().rule}
              onCancel={editor.close}
            />
          </section>
        )}
      </Show>
      <Show when={props.answer.rules.length > 0} fallback={<NoRule />}>
        <ul class="rule-cards">
          <For each={props.answer.rules}>
            {(rule) => (
              <RuleCard
                rule={rule}
                onEdit={() => editor.edit(rule)}
                onRemove={() => setRemoving(rule)}
                onChange={props.onChange}
              />
            )}
          </For>
        </ul>
      </Show>
      <RemoveDialog
        rule={removing()}
        onClose={() => setRemoving(undefined)}
        onRemoved={props.onChange}
      />
    </>
  );
}

/** What is being made or changed, until it is saved or left. */
function createEditor(props: PanelProps) {
  const [editing, setEditing] = createSignal<Editing | undefined>(
    props.begun ? { rule: undefined } : undefined,
  );
  const [draft, setDraft] = createSignal(props.begun ?? emptyDraft(ownTimeZone()));
  const close = () => {
    setEditing(undefined);
    props.onBegunDone();
  };
  const saving = createSubmission(async () => {
    await save(editing()?.rule, draft());
    close();
    props.onChange();
  });
  const edit = (rule?: RuleView) => {
    setDraft(rule ? draftOf(rule, ownTimeZone()) : emptyDraft(ownTimeZone()));
    saving.clear();
    setEditing({ rule });
  };
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft(), ...part });
  return { editing, draft, saving, edit, change, close };
}

function NewRule(props: { isPerson: boolean; onNew: () => void }) {
  return (
    <Show when={props.isPerson}>
      <p>
        <button type="button" class="btn btn-sm btn-primary" onClick={() => props.onNew()}>
          New rule
        </button>
      </p>
    </Show>
  );
}

function NoRule() {
  return (
    <EmptyState title="No rule yet">
      Make one to be told when a coin or the whole market moves by more than you like.
    </EmptyState>
  );
}

async function save(rule: RuleView | undefined, draft: RuleDraft): Promise<void> {
  const asked = toRule(draft);
  if (asked === null) return;
  const number = draft.channel === "message" ? draft.destination.trim() : "";
  if (!rule) {
    await api.alerts.createRule.mutate({ ...asked, destination: number || null });
    return;
  }
  const { kind: _, ...fields } = asked;
  await api.alerts.updateRule.mutate({
    rule_id: rule.id,
    ...fields,
    ...(number !== "" && { destination: number }),
  });
}

function RemoveDialog(props: {
  rule: RuleView | undefined;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const removing = createSubmission(async () => {
    if (!props.rule) return;
    await api.alerts.removeRule.mutate({ rule_id: props.rule.id });
    props.onRemoved();
    props.onClose();
  });
  return (
    <ConfirmDialog
      open={props.rule !== undefined}
      title="Remove this rule?"
      action="Remove"
      grave
      busy={removing.busy()}
      onConfirm={removing.submit}
      onClose={props.onClose}
    >
      <p>Its alerts stay on the page. Messages that wait are still sent.</p>
      <FailureNote submission={removing} />
    </ConfirmDialog>
  );
}
