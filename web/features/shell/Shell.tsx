import { type RouteSectionProps, useLocation } from "@solidjs/router";
import { createEffect, createSignal, ErrorBoundary, on, onCleanup, onMount, Show } from "solid-js";
import { createClock } from "../../lib/clock.ts";
import { createTheme, ThemeContext } from "../../lib/theme.ts";
import { Icon } from "../../ui/Icon.tsx";
import { createSession, followOtherTabs } from "../account/session.ts";
import { createChat } from "../chat/chat_state.ts";
import { ChatPanel } from "../chat/ChatPanel.tsx";
import { createLiveFeed } from "../live/live_feed.ts";
import { createOverview, createTendency } from "../market/market_data.ts";
import { createSetupFeed } from "../setup/setup_feed.ts";
import { AppContext, type AppState } from "./app_state.ts";
import { Sidebar } from "./Sidebar.tsx";
import { TopBar } from "./TopBar.tsx";

const CLOCK_STEP_MS = 30_000;

/** What surrounds every page: sidebar, top bar, and the banner where data is simulated. */
export function Shell(props: RouteSectionProps) {
  const theme = createTheme();
  const state: AppState = {
    overview: createOverview(),
    tendency: createTendency(),
    setup: createSetupFeed(),
    live: createLiveFeed(),
    session: createSession(),
    chat: createChat(),
    now: createClock(CLOCK_STEP_MS),
  };
  onMount(() => onCleanup(followOtherTabs()));
  const location = useLocation();
  const [drawer, setDrawer] = createSignal(false);
  let main!: HTMLElement;
  // Another page: the menu has done its work, and readers by ear are taken to the new content.
  const arrive = () => {
    setDrawer(false);
    main.focus({ preventScroll: true });
  };
  createEffect(on(() => location.pathname, arrive, { defer: true }));
  const simulated = () =>
    state.setup.progress()?.simulated ?? state.overview.data()?.simulated ?? false;
  const beside = () => state.chat.open() && location.pathname !== "/chat";
  return (
    <ThemeContext.Provider value={theme}>
      <AppContext.Provider value={state}>
        <a class="skip-link" href="#content">Skip to the content</a>
        <div
          class="shell"
          classList={{ "drawer-open": drawer(), "chat-open": beside() }}
        >
          <Sidebar onClose={() => setDrawer(false)} />
          <button
            type="button"
            class="backdrop"
            aria-label="Close the menu"
            tabIndex={-1}
            onClick={() => setDrawer(false)}
          />
          <div class="shell-main">
            <TopBar onMenu={() => setDrawer(true)} />
            <Show when={simulated()}>
              <p class="banner" role="status">
                <Icon name="triangle-alert" />
                <strong>SIMULATED DATA</strong>
                <span>Prices come from a simulated exchange. Nothing here is a real market.</span>
              </p>
            </Show>
            <main id="content" tabIndex={-1} ref={main}>
              <ErrorBoundary fallback={(error, reset) => <Broken error={error} reset={reset} />}>
                {props.children}
              </ErrorBoundary>
            </main>
          </div>
          <ChatPanel />
        </div>
      </AppContext.Provider>
    </ThemeContext.Provider>
  );
}

function Broken(props: { error: unknown; reset: () => void }) {
  return (
    <div class="note note-error" role="alert">
      <Icon name="circle-alert" size={20} />
      <div>
        <h1 class="visually-hidden">Page failed</h1>
        <strong>This page failed while it was drawn.</strong>{" "}
        {props.error instanceof Error ? props.error.message : String(props.error)}
      </div>
      <button type="button" class="btn btn-sm btn-outline-secondary" onClick={() => props.reset()}>
        <Icon name="refresh-cw" /> Draw it again
      </button>
    </div>
  );
}
