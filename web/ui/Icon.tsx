declare global {
  interface ImportMeta {
    /** Vite's import of many files at once; the argument must be written out where it is called. */
    glob<T>(
      pattern: string | string[],
      options: { query?: string; import?: string; eager: true },
    ): Record<string, T>;
  }
}

const FOLDER = "../../node_modules/lucide-static/icons/";
// Only these files are bundled; each is a constant of the build, never text from outside.
const files = import.meta.glob<string>(
  "../../node_modules/lucide-static/icons/{activity,bell,timer,maximize-2,message-circle,send,square,arrow-left-right,ban,check,circle-user-round,coins,copy,eye,eye-off,key-round,log-in,log-out,plus,receipt-text,scroll-text,shield-check,users,wallet,trophy,circle-alert,circle-check,circle-dashed,book-open-check,columns-3,cpu,database,download,flask-conical,layout-dashboard,loader-circle,menu,panel-left,refresh-cw,rotate-ccw,search,sun-moon,telescope,triangle-alert,x}.svg",
  { query: "?raw", import: "default", eager: true },
);

/** The drawing inside an icon's file, without its frame. */
function drawing(name: string): string {
  const file = files[`${FOLDER}${name}.svg`] ?? "";
  return file.slice(file.indexOf(">", file.indexOf("<svg")) + 1, file.lastIndexOf("</svg>"));
}

/** One of Lucide's icons, beside a word or inside a labelled button: never the only bearer of meaning. */
export function Icon(props: { name: string; size?: number; class?: string }) {
  return (
    <svg
      class={`icon ${props.class ?? ""}`}
      width={props.size ?? 16}
      height={props.size ?? 16}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      innerHTML={drawing(props.name)}
    />
  );
}
