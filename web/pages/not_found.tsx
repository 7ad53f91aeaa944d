import { A, useLocation } from "@solidjs/router";
import type { PageInfo } from "../routes.ts";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = { path: "*", title: "Not found" };

/** Where no page is. */
export function Page() {
  const location = useLocation();
  return (
    <Frame title="No such page" finding={`There is nothing at "${location.pathname}".`}>
      <div class="link-row">
        <A class="btn btn-outline-secondary" href="/">Market overview</A>
        <A class="btn btn-outline-secondary" href="/predictions">Forecasts</A>
      </div>
    </Frame>
  );
}
