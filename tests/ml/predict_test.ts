import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { toFileUrl } from "@std/path";
import { FEATURE_GROUPS } from "../../ml/explain/feature_groups.ts";
import {
  installModel,
  loadModel,
  type Manifest,
  ModelFileError,
  modelPaths,
  sha256,
} from "../../ml/manifest.ts";
import { exportOnnx } from "../../ml/onnx/export.ts";
import { initialWeights } from "../../ml/initial_weights.ts";
import { networkOf } from "../../ml/manifest.ts";
import { hoursNeeded, openPredictor } from "../../ml/predict.ts";
import { HOUR_MS } from "../../ml/series.ts";
import { trainForecaster } from "../../ml/train.ts";
import { smallMarket, smallTraining } from "./market.ts";
import { sliceSeries } from "./real_candles.ts";

let trained: ReturnType<typeof trainForecaster> | undefined;

/** Trained for the first test that asks: a run that picks none of them must not end amid a training. */
function trainOnce() {
  return trained ??= trainForecaster(smallMarket(), smallTraining({ epochs: 1 }));
}

/** A directory with the trained model in it, removed afterwards. */
async function withModel(
  use: (
    place: { dir: string; id: string; manifest: Manifest; onnx: Uint8Array<ArrayBuffer> },
  ) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "models " });
  const { manifest, onnx } = await trainOnce();
  try {
    await installModel(dir, manifest.id, onnx, manifest);
    await use({ dir, id: manifest.id, manifest, onnx });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("an installed model forecasts every coin from its newest hour", async () => {
  await withModel(async ({ dir, id, manifest }) => {
    const series = smallMarket();
    const predictor = await openPredictor({ modelsDir: dir, id });
    const { forecasts, skipped } = await predictor.predict(series);
    const again = await predictor.predict(series);
    await predictor.close();
    assertEquals(skipped, []);
    assertEquals(again.forecasts, forecasts);
    assertEquals(forecasts.map((one) => one.symbol), ["BTC", "ETH", "SOL"]);
    for (const [place, { path, close, madeAtMs, confidence }] of forecasts.entries()) {
      assertEquals(close, series[place]!.close.at(-1));
      assertEquals(madeAtMs, series[place]!.openTime.at(-1)! + HOUR_MS);
      assertEquals(path.length, manifest.horizonHours);
      assertEquals(path[0]!.targetMs, madeAtMs + HOUR_MS);
      assert(confidence >= 0.5 && confidence <= 1);
      for (const point of path) {
        const levels = [point.q05, point.q25, point.q50, point.q75, point.q95];
        assertEquals(levels, levels.toSorted((a, b) => a - b));
        assert(levels.every((price) => price > 0 && Number.isFinite(price)));
      }
    }
  });
});

Deno.test("asked for it, each forecast says what moved it, and is the same forecast", async () => {
  await withModel(async ({ dir, id }) => {
    const series = smallMarket();
    const predictor = await openPredictor({ modelsDir: dir, id });
    const plain = await predictor.predict(series);
    const { forecasts } = await predictor.predict(series, { explain: true });
    await predictor.close();
    forecasts.forEach(({ attribution, ...forecast }, place) => {
      assertEquals(forecast, plain.forecasts[place]);
      assertEquals(attribution?.groups.length, FEATURE_GROUPS.length);
      const { q05, q95 } = forecast.path.at(-1)!;
      const width = (q95 - q05) / forecast.close * 100;
      assertAlmostEquals(attribution!.forecast.widthPercent, width, width * 1e-3);
      const effects = attribution!.groups.map((one) => one.effectOnWidthPercent);
      const sum = effects.reduce((total, one) => total + one, attribution!.typical.widthPercent);
      assertAlmostEquals(sum, width, width * 0.05);
    });
  });
});

Deno.test("the needed hours of history give the forecast of the full history", async () => {
  await withModel(async ({ dir, id, manifest }) => {
    const series = smallMarket();
    const predictor = await openPredictor({ modelsDir: dir, id });
    const full = await predictor.predict(series);
    const short = await predictor.predict(
      series.map((one) => sliceSeries(one, -hoursNeeded(manifest))),
    );
    await predictor.close();
    full.forecasts.forEach(({ path }, place) => {
      const other = short.forecasts[place]!.path;
      path.forEach(({ q05 }, hour) => assertAlmostEquals(other[hour]!.q05, q05, q05 * 1e-5));
    });
  });
});

Deno.test("a coin without a full window is skipped with the reason, the others are served", async () => {
  await withModel(async ({ dir, id }) => {
    const [bitcoin, ether, sol] = smallMarket();
    const predictor = await openPredictor({ modelsDir: dir, id });
    const { forecasts, skipped } = await predictor.predict([
      bitcoin!,
      sliceSeries(ether!, -10),
      sliceSeries(sol!, 0, -2),
    ]);
    const none = await predictor.predict([]);
    await predictor.close();
    assertEquals(forecasts.map((one) => one.symbol), ["BTC"]);
    assertEquals(skipped.map((one) => one.symbol), ["ETH", "SOL"]);
    assertEquals(none, { forecasts: [], skipped: [] });
  });
});

async function assertRefused(dir: string, id: string, sentence: RegExp): Promise<void> {
  const open = () => openPredictor({ modelsDir: dir, id });
  const error = await assertRejects(open, ModelFileError);
  assert(sentence.test(error.message), error.message);
}

Deno.test("a damaged, cut, empty or missing ONNX file is refused", async () => {
  await withModel(async ({ dir, id, onnx }) => {
    const path = modelPaths(dir, id).onnx;
    await Deno.writeFile(path, crypto.getRandomValues(new Uint8Array(5000)));
    await assertRefused(dir, id, /damaged/);
    await Deno.writeFile(path, onnx.subarray(0, 1000));
    await assertRefused(dir, id, /damaged/);
    await Deno.writeFile(path, new Uint8Array(0));
    await assertRefused(dir, id, /empty/);
    await Deno.remove(path);
    await assertRefused(dir, id, /ONNX file is missing/);
  });
});

Deno.test("a garbled, missing or foreign manifest is refused", async () => {
  await withModel(async ({ dir, id, manifest }) => {
    const path = modelPaths(dir, id).manifest;
    const write = (content: unknown) => Deno.writeTextFile(path, JSON.stringify(content));
    await Deno.writeTextFile(path, '{"format": 1, "id"');
    await assertRefused(dir, id, /manifest is not JSON/);
    await write({ ...manifest, units: "many" });
    await assertRefused(dir, id, /wrong at "units"/);
    await write({ ...manifest, id: "other" });
    await assertRefused(dir, id, /that of "other"/);
    await write({ ...manifest, features: { ...manifest.features, version: 99 } });
    await assertRefused(dir, id, /feature set 99/);
    await Deno.remove(path);
    await assertRefused(dir, id, /manifest is missing/);
  });
});

Deno.test("a file with the right checksum that is no model, or of another shape, is refused", async () => {
  await withModel(async ({ dir, manifest }) => {
    const garbage = new TextEncoder().encode("this is not a model");
    await installModel(dir, "garbage", garbage, {
      ...manifest,
      id: "garbage",
      sha256: await sha256(garbage),
    });
    await assertRefused(dir, "garbage", /not a model/);
    const shape = { ...networkOf(manifest), features: 3 };
    const narrow = exportOnnx(shape, initialWeights(shape, 1));
    await installModel(dir, "narrow", narrow, {
      ...manifest,
      id: "narrow",
      sha256: await sha256(narrow),
    });
    await assertRefused(dir, "narrow", /takes 3 features/);
  });
});

Deno.test("an install of bytes other than the manifest's is refused and leaves nothing", async () => {
  const dir = await Deno.makeTempDir();
  const { manifest } = await trainOnce();
  await assertRejects(
    () => installModel(dir, manifest.id, new Uint8Array(3), manifest),
    ModelFileError,
    "checksum",
  );
  await assertRejects(() => loadModel(dir, "../secret"), ModelFileError, "not a model id");
  assertEquals([...Deno.readDirSync(dir)], []);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("an installed model leaves no temporary files", async () => {
  await withModel(({ dir, id }) => {
    const names = [...Deno.readDirSync(dir)].map((entry) => entry.name).sort();
    assertEquals(names, [`${id}.json`, `${id}.onnx`]);
    return Promise.resolve();
  });
});

/** The module of a process that opens as it should and then misbehaves. */
async function withBrokenProcess(onPredict: string, use: (entry: URL) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const inner = import.meta.resolve("../../ml/model_process_end.ts");
  const code = `import { connectOuterEnd } from ${JSON.stringify(inner)};
    const outer = connectOuterEnd();
    const { id } = await outer.next();
    outer.reply({ id, reply: { kind: "ready" } });
    await outer.next();
    ${onPredict}
    await outer.next();`;
  await Deno.writeTextFile(`${folder}/broken.ts`, code);
  try {
    await use(toFileUrl(`${folder}/broken.ts`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a crash of the process is an error, for this call and later ones", async () => {
  await withModel(({ dir, id }) =>
    withBrokenProcess("throw new Error('out of memory')", async (entry) => {
      const predictor = await openPredictor({ modelsDir: dir, id, entry });
      for (let times = 0; times < 2; times++) {
        const error = await assertRejects(() => predictor.predict(smallMarket()), Error);
        assertStringIncludes(error.message, "The prediction process ended with code 1.");
        assertStringIncludes(error.message, "out of memory");
      }
      await predictor.close();
    })
  );
});

Deno.test("a process that never answers is an error after the time-out", async () => {
  await withModel(({ dir, id }) =>
    withBrokenProcess("", async (entry) => {
      const predictor = await openPredictor({ modelsDir: dir, id, entry, timeoutMs: 3_000 });
      await assertRejects(() => predictor.predict(smallMarket()), Error, "no answer in 3 s");
      await predictor.close();
    })
  );
});

Deno.test("a closed predictor says so", async () => {
  await withModel(async ({ dir, id }) => {
    const predictor = await openPredictor({ modelsDir: dir, id });
    await predictor.close();
    await assertRejects(() => predictor.predict(smallMarket()), Error, "closed");
  });
});
