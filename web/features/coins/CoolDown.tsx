import { createSignal } from "solid-js";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { SubmitRow, TextField } from "../../ui/form.tsx";

/** How long unstaked coins wait until they can be spent. */
export function CoolDown(props: { hours: number; onChange: () => void }) {
  const [typed, setTyped] = createSignal<string>();
  const text = () => typed() ?? String(props.hours);
  const valid = () => /^\d{1,4}(\.\d{1,2})?$/.test(text()) && Number(text()) <= 8760;
  const setting = createSubmission(async () => {
    await api.coins.setCoolDown.mutate({ hours: Number(text()) });
    setTyped(undefined);
    props.onChange();
  });
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Cool-down of stakes</h2>
      </div>
      <form class="form" onSubmit={setting.submit}>
        <TextField
          label="Hours that unstaked coins wait"
          inputMode="decimal"
          value={text()}
          onInput={setTyped}
          hint="0 gives them back at once. It holds for what is unstaked from now on."
          error={valid() ? undefined : "Enter hours from 0 to 8760."}
        />
        <SubmitRow
          action="Set the cool-down"
          disabled={!valid() || Number(text()) === props.hours}
          submission={setting}
        />
      </form>
    </section>
  );
}
