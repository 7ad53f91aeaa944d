import type { ColorChoice, ThemeChoice } from "../../lib/theme.ts";
import { useTheme } from "../../lib/theme.ts";
import { type Choice, Segmented } from "../../ui/controls.tsx";
import { Icon } from "../../ui/Icon.tsx";

const THEMES: readonly Choice<ThemeChoice>[] = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "Auto" },
];
const COLORS: readonly Choice<ColorChoice>[] = [
  { value: "safe", label: "Teal and orange" },
  { value: "classic", label: "Green and red" },
];

/** How the pages look: theme, and the pair of colours for up and down. */
export function ThemeMenu() {
  const theme = useTheme();
  return (
    <>
      <button
        type="button"
        class="btn btn-quiet"
        aria-label="Appearance"
        popovertarget="appearance"
      >
        <Icon name="sun-moon" size={18} />
      </button>
      <div id="appearance" class="popover-panel" popover="auto">
        <p class="panel-label">Theme</p>
        <Segmented
          label="Theme"
          value={theme.choice()}
          choices={THEMES}
          onChange={theme.setChoice}
        />
        <p class="panel-label">Up and down</p>
        <Segmented
          label="Colours of up and down"
          value={theme.colors()}
          choices={COLORS}
          onChange={theme.setColors}
        />
      </div>
    </>
  );
}
