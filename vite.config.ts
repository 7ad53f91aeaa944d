import { defineConfig, type Plugin } from "vite";
import solid from "vite-plugin-solid";

/** Where the development server sends what is not a page: the API, its documents and its health. */
const API_PATHS = ["/trpc", "/api", "/health", "/docs", "/openapi.json"];
const apiOrigin = `http://localhost:${Deno.env.get("API_PORT") ?? "8000"}`;

/** Leaves a module out: Plotly asks for the style of maps, 80 kB, although no map is drawn. */
function withoutModule(id: string): Plugin {
  const empty = "\0empty";
  return {
    name: "without-module",
    enforce: "pre",
    resolveId: (asked) => asked === id ? empty : undefined,
    load: (asked) => asked === empty ? "" : undefined,
  };
}

// Vite reads its configuration from a default export.
export default defineConfig({
  root: "web",
  cacheDir: "../node_modules/.vite",
  plugins: [solid(), withoutModule("maplibre-gl/dist/maplibre-gl.css")],
  // Plotly's has-hover asks for node's `global`.
  define: { global: "globalThis" },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: ["node_modules/bootstrap/scss"],
        quietDeps: true,
        // Bootstrap 5.3 is written with @import; it moves to modules in its next major version.
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    // Compressing 1.4 MB only to print a size would cost a second of the first start.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    proxy: Object.fromEntries(API_PATHS.map((path) => [path, { target: apiOrigin }])),
  },
});
