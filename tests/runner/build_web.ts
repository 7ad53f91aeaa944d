import { buildWebIfStale } from "../../server/web_build.ts";

await buildWebIfStale((line) => console.log(line));
