import { type Accessor, createContext, useContext } from "solid-js";
import type { MarketOverview, MarketTendency } from "../../../server/markets/schema.ts";
import type { Data } from "../../lib/data.ts";
import type { Session } from "../account/session.ts";
import type { Chat } from "../chat/chat_state.ts";
import type { LiveFeed } from "../live/live_feed.ts";
import type { SetupFeed } from "../setup/setup_feed.ts";

/** What every page may look at: the market as a whole, and how far the server is. */
export interface AppState {
  readonly overview: Data<MarketOverview>;
  readonly tendency: Data<MarketTendency>;
  readonly setup: SetupFeed;
  /** Prices between candles. */
  readonly live: LiveFeed;
  readonly session: Session;
  readonly chat: Chat;
  /** The time, renewed twice a minute. */
  readonly now: Accessor<number>;
}

export const AppContext = createContext<AppState>();

/** The state shared by all pages. */
export function useApp(): AppState {
  const state = useContext(AppContext);
  if (!state) throw new Error("useApp was called outside of AppContext. Draw it inside the Shell.");
  return state;
}
