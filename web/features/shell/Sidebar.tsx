import { A } from "@solidjs/router";
import { createMemo, createSignal, For, Show } from "solid-js";
import { type Group, GROUPS, type PageInfo, pagesOf } from "../../routes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "./app_state.ts";

/** The pages by group; icons alone when collapsed, a drawer on phones. */
export function Sidebar(props: { onClose: () => void }) {
  const root = document.documentElement;
  const [icons, setIcons] = createSignal(root.getAttribute("data-sidebar") === "icons");
  const collapse = () => {
    const next = icons() ? "full" : "icons";
    setIcons(next === "icons");
    root.setAttribute("data-sidebar", next);
    try {
      localStorage.setItem("sidebar", next);
    } catch {
      // Barred storage: the choice lasts as long as the page.
    }
  };
  return (
    <nav
      class="sidebar"
      aria-label="Pages"
      onKeyDown={(event) => event.key === "Escape" && props.onClose()}
    >
      <div class="brand">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span class="label">Crypto AI</span>
        <button
          type="button"
          class="btn btn-quiet drawer-close"
          aria-label="Close the menu"
          onClick={() => props.onClose()}
        >
          <Icon name="x" />
        </button>
      </div>
      <For each={GROUPS}>{(group) => <NavGroup group={group} />}</For>
      <button
        type="button"
        class="nav-link collapse-button"
        aria-pressed={icons()}
        onClick={collapse}
        title={icons() ? "Show words" : "Show icons only"}
      >
        <Icon name="panel-left" size={18} />
        <span class="label">Collapse</span>
      </button>
    </nav>
  );
}

function NavGroup(props: { group: Group }) {
  const { session } = useApp();
  const mayUse = (page: PageInfo) =>
    page.audience === undefined || session.isAdmin() ||
    (page.audience === "account" && Boolean(session.account()));
  const pages = createMemo(() => pagesOf(props.group).filter(mayUse));
  return (
    <Show when={pages().length > 0}>
      <section class="nav-group">
        <h2 class="label">{props.group}</h2>
        <ul>
          <For each={pages()}>
            {(page) => (
              <li>
                <A class="nav-link" href={page.path} end title={page.title}>
                  <Icon name={page.nav?.icon ?? "activity"} size={18} />
                  <span class="label">{page.title}</span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
