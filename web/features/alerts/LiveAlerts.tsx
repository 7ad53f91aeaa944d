import { Show } from "solid-js";
import { createData } from "../../lib/data.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { Toggle } from "../../ui/controls.tsx";
import { Expander } from "../../ui/Expander.tsx";
import { FailureNote } from "../../ui/form.tsx";

/** Whether rules of moves look at prices between candles, for administrators. */
export function LiveAlerts() {
  const live = createData(
    "alerts.live",
    () => ({}),
    (_, signal) => api.alerts.live.query(undefined, { signal }),
  );
  const turn = createSubmission(async () => {
    await api.alerts.setLive.mutate({ enabled: !live.data()?.enabled });
    live.refetch();
  });
  return (
    <Show when={live.data()}>
      {(setting) => (
        <Expander title="When prices are looked at">
          <p>
            {setting().enabled
              ? "Moves are looked at with every new price, at most each 10 seconds. The exchange is asked for prices though nobody looks at a page."
              : "Moves are looked at when an hour is closed."}
          </p>
          <Toggle
            label="Look at live prices too"
            on={setting().enabled}
            onChange={() => turn.submit()}
          />
          <FailureNote submission={turn} />
        </Expander>
      )}
    </Show>
  );
}
