import type { Candle } from "../../db/mod.ts";
import { atr } from "../../ml/features/atr.ts";
import { bollinger } from "../../ml/features/bollinger.ts";
import { ema } from "../../ml/features/ema.ts";
import { macd } from "../../ml/features/macd.ts";
import { rsi } from "../../ml/features/rsi.ts";
import { sma } from "../../ml/features/sma.ts";
import type { z } from "zod";
import { AppError } from "../errors.ts";
import { type Candles, indicatorName } from "./schema.ts";

type IndicatorName = z.infer<typeof indicatorName>;
type Indicators = NonNullable<Candles["indicators"]>;

/**
 * Candles read before the first one shown. Wilder's smoothing over 14 and the EMA over 26 forget
 * where they began: after 250 steps less than 1e-8 of it is left.
 */
export const WARM_UP_CANDLES = 250;

const AVERAGE_PERIOD = 20;

/**
 * The indicators named in a comma-separated list, each once.
 *
 * @throws {AppError} VALIDATION_ERROR for a name that is not one of {@link indicatorName}
 */
export function parseIndicators(list: string | undefined): IndicatorName[] {
  const names = (list ?? "").split(",").map((name) => name.trim().toLowerCase());
  return [...new Set(names.filter((name) => name !== ""))].map((name) => {
    const parsed = indicatorName.safeParse(name);
    if (parsed.success) return parsed.data;
    const message = `"${name}" is not one of ${indicatorName.options.join(", ")}`;
    throw new AppError("VALIDATION_ERROR", `An indicator cannot be used: ${message}.`, {
      details: [{ field: "indicators", message }],
    });
  });
}

/** The indicators over all candles, without the first `skip`; null where one is not defined yet. */
export function readIndicators(
  candles: readonly Candle[],
  wanted: readonly IndicatorName[],
  skip: number,
): Indicators {
  const close = column(candles, "close");
  const cut = (values: Float64Array) =>
    Array.from(values.subarray(skip), (value) => Number.isFinite(value) ? value : null);
  const compute: { [Name in IndicatorName]: () => Indicators[Name] } = {
    rsi: () => cut(rsi(close)),
    macd: () => {
      const { line, signal, histogram } = macd(close);
      return { macd: cut(line), signal: cut(signal), histogram: cut(histogram) };
    },
    bollinger: () => {
      const { middle, upper, lower } = bollinger(close);
      return { middle: cut(middle), upper: cut(upper), lower: cut(lower) };
    },
    atr: () => cut(atr(column(candles, "high"), column(candles, "low"), close)),
    ema: () => cut(ema(close, AVERAGE_PERIOD)),
    sma: () => cut(sma(close, AVERAGE_PERIOD)),
  };
  return Object.fromEntries(wanted.map((name) => [name, compute[name]()]));
}

function column(candles: readonly Candle[], name: "high" | "low" | "close"): Float64Array {
  return Float64Array.from(candles, (candle) => candle[name]);
}
