/** Builds the web app where it is stale. No task: deploy runs it in the release that it builds. */
import { buildWebIfStale } from "../../server/web_build.ts";

if (import.meta.main) await buildWebIfStale((line) => console.log(line));
