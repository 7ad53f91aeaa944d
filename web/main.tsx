import { Route, Router } from "@solidjs/router";
import { For } from "solid-js";
import { render } from "solid-js/web";
import { Shell } from "./features/shell/Shell.tsx";
import { pages } from "./routes.ts";

const host = document.getElementById("app");
if (!host) throw new Error('index.html has no element with the id "app". Restore it.');

render(
  () => (
    <Router root={Shell}>
      <For each={pages}>
        {(module) => <Route path={module.page.path} component={module.Page} />}
      </For>
    </Router>
  ),
  host,
);
