/**
 * Unpacks the browser of `@sparticuz/chromium` under `TMPDIR`, in a process of its own: the package
 * takes whatever lies at its fixed name there for complete, even after a run was killed half-way.
 * The caller gives a fresh directory and moves it into place when this has ended well.
 */
import { fromFileUrl } from "@std/path";
import Chromium, { inflate } from "@sparticuz/chromium";

if (import.meta.main) {
  await Chromium.executablePath();
  // The libraries (nss, nspr, expat) that a bare system lacks; outside of Lambda they stay packed.
  await inflate(
    fromFileUrl(new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"))),
  );
}
