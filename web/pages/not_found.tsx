import { useLocation } from "@solidjs/router";
import type { PageInfo } from "../routes.ts";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = { path: "*", title: "Not found" };

/** Where no page is. */
export function Page() {
  const location = useLocation();
  return (
    <Frame title="No such page" finding={`There is nothing at "${location.pathname}".`}>
      <div class="link-row">
        <a class="btn btn-outline-secondary" href="/">Market overview</a>
        <a class="btn btn-outline-secondary" href="/predictions">Forecasts</a>
      </div>
    </Frame>
  );
}
