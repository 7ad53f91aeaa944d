import { Show } from "solid-js";
import { CollectionPanel } from "../features/setup/CollectionPanel.tsx";
import { createHealth } from "../features/setup/collection_data.ts";
import { ServiceStates } from "../features/setup/ServiceStates.tsx";
import { SetupSteps } from "../features/setup/SetupSteps.tsx";
import { setupFinding } from "../features/setup/setup_words.ts";
import { useApp } from "../features/shell/app_state.ts";
import type { PageInfo } from "../routes.ts";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/setup",
  title: "Data",
  nav: { group: "System", icon: "database", order: 1 },
};

/** How far the first start is; afterwards, the state of the data and of what collects it. */
export function Page() {
  const app = useApp();
  const health = createHealth();
  return (
    <Frame
      title="Data"
      finding={
        <Show when={app.setup.progress()} fallback="Asking the server how far it is.">
          {(progress) => setupFinding(progress())}
        </Show>
      }
    >
      <SetupSteps />
      <div class="two-columns">
        <ServiceStates health={health} />
        <CollectionPanel />
      </div>
    </Frame>
  );
}
