import { type Accessor, createContext, createSignal, onCleanup, useContext } from "solid-js";

export type ThemeChoice = "light" | "dark" | "auto";
/** `safe` can be told apart by colour-blind readers (teal and orange), `classic` is green and red. */
export type ColorChoice = "safe" | "classic";

export interface Theme {
  readonly choice: Accessor<ThemeChoice>;
  readonly colors: Accessor<ColorChoice>;
  /** Changes whenever the colours on the screen do; charts draw again when it does. */
  readonly shown: Accessor<string>;
  setChoice(choice: ThemeChoice): void;
  setColors(colors: ColorChoice): void;
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be barred; the choice then lasts as long as the page.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The theme of the page. `public/theme.js` has set it before the first paint; this follows changes. */
export function createTheme(): Theme {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = recall("theme");
  const [choice, setChoice] = createSignal<ThemeChoice>(
    stored === "light" || stored === "dark" ? stored : "auto",
  );
  const [colors, setColors] = createSignal<ColorChoice>(
    recall("colors") === "classic" ? "classic" : "safe",
  );
  const [shown, setShown] = createSignal("");
  const apply = () => {
    const dark = choice() === "dark" || (choice() === "auto" && system.matches);
    root.setAttribute("data-bs-theme", dark ? "dark" : "light");
    root.setAttribute("data-colors", colors());
    setShown(`${dark ? "dark" : "light"} ${colors()}`);
  };
  apply();
  system.addEventListener("change", apply);
  onCleanup(() => system.removeEventListener("change", apply));
  return {
    choice,
    colors,
    shown,
    setChoice: (next) => {
      setChoice(next);
      remember("theme", next);
      apply();
    },
    setColors: (next) => {
      setColors(next);
      remember("colors", next);
      apply();
    },
  };
}

export const ThemeContext = createContext<Theme>();

/** The theme of the page this is drawn in. */
export function useTheme(): Theme {
  const theme = useContext(ThemeContext);
  if (!theme) {
    throw new Error("useTheme was called outside of ThemeContext. Draw it inside the App.");
  }
  return theme;
}
