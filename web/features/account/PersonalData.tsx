import { createSignal, For } from "solid-js";
import type { ConsentsView } from "../../../server/privacy/schema.ts";
import { formatTime } from "../../lib/format.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { FailureNote } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { saveFile } from "../../ui/save_file.ts";
import { createConsents } from "./account_data.ts";

type Consent = ConsentsView["consents"][number];

/** What the person has agreed to, and everything that is held of them as a file. */
export function PersonalData() {
  const consents = createConsents();
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Your data</h2>
      </div>
      <Loadable thing="What you agreed to" source={consents} height={80}>
        {(known) => (
          <ul class="item-list">
            <For each={known().consents}>
              {(consent) => <ConsentLine consent={consent} onChange={consents.refetch} />}
            </For>
          </ul>
        )}
      </Loadable>
      <ExportButton />
    </section>
  );
}

function ConsentLine(props: { consent: Consent; onChange: () => void }) {
  const [granted, setGranted] = createSignal(false);
  const deciding = createSubmission(async () => {
    await api.privacy.setConsent.mutate({ purpose: props.consent.purpose, granted: granted() });
    props.onChange();
  });
  return (
    <li>
      <div>
        <label class="check-line">
          <input
            type="checkbox"
            class="form-check-input"
            checked={props.consent.granted}
            disabled={deciding.busy()}
            onChange={(event) => {
              setGranted(event.currentTarget.checked);
              deciding.submit();
            }}
          />
          <span>{props.consent.question}</span>
        </label>
        <span class="muted">
          {props.consent.decided_at === null
            ? "Not decided, which counts as no."
            : `${props.consent.granted ? "Agreed" : "Declined"} on ${
              formatTime(Date.parse(props.consent.decided_at))
            }.`}
        </span>
        <FailureNote submission={deciding} />
      </div>
    </li>
  );
}

function ExportButton() {
  const exporting = createSubmission(async () => {
    const everything = await api.privacy.export.query();
    saveFile("personal-data.json", "application/json", JSON.stringify(everything, null, 2));
  });
  return (
    <>
      <p class="muted panel-note">
        The export has all that is held of you: account, keys without their secrets, sessions,
        transactions, stakes and consents.
      </p>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        disabled={exporting.busy()}
        onClick={exporting.submit}
      >
        <Icon name="download" /> {exporting.busy() ? "Gathering…" : "Export my data"}
      </button>
      <FailureNote submission={exporting} />
    </>
  );
}
