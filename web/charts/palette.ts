/** The colours a figure is drawn in, as CSS colours of the theme in force. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly accent: string;
  readonly up: string;
  readonly down: string;
  readonly second: string;
  readonly gap: string;
}

/** Reads the palette from the tokens of `styles/_tokens.scss`. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  // The build writes #fff for #ffffff.
  const token = (name: string) => longHex(style.getPropertyValue(name).trim());
  return {
    text: token("--ink"),
    muted: token("--ink-muted"),
    grid: token("--grid"),
    surface: token("--surface"),
    accent: token("--accent"),
    up: token("--up"),
    down: token("--down"),
    second: token("--second"),
    gap: token("--gap"),
  };
}

function longHex(color: string): string {
  return /^#[0-9a-f]{3}$/i.test(color) ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
}

function channels(color: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!hex) {
    throw new Error(`"${color}" is no colour of the form #rrggbb. Correct it in the tokens.`);
  }
  return [parseInt(hex[1] ?? "", 16), parseInt(hex[2] ?? "", 16), parseInt(hex[3] ?? "", 16)];
}

/** A colour of the form `#rrggbb`, let through to `alpha`. */
export function fade(color: string, alpha: number): string {
  return `rgba(${channels(color).join(",")},${alpha})`;
}

/** The colour `share` of the way from one to the other, both `#rrggbb`. */
export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  const part = (value: number, index: number) =>
    Math.round(value + ((target[index] ?? 0) - value) * share);
  return `#${
    channels(from).map((value, index) => part(value, index).toString(16).padStart(2, "0")).join("")
  }`;
}

/** Relative luminance of a `#rrggbb` colour as WCAG 2.2 defines it, 0 for black to 1 for white. */
function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two `#rrggbb` colours as WCAG 2.2 defines it, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}
