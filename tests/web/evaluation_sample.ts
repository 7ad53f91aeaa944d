import type { Evaluation } from "../../web/features/evaluation/evaluation_data.ts";

const figure = (value: number, low: number, high: number) => ({ value, low, high });

/** A small evaluation of a network and the naive forecast. */
export function sampleEvaluation(change: Partial<Evaluation> = {}): Evaluation {
  const month = (name: string, coverage_90: number) => ({
    month: name,
    forecasts: 600,
    coverage_50: 0.5,
    coverage_80: 0.8,
    coverage_90,
  });
  const point = (date: string, top: number, universe: number) => ({
    date,
    top,
    universe,
    random_low: 0.9,
    random_high: 1.1,
  });
  return {
    id: "1",
    made_at: "2026-11-20T10:00:00.000Z",
    model: "lstm",
    quick: false,
    models: ["lstm", "zero"],
    summary: {
      lstm: {
        pinball_skill: figure(0.004, 0.001, 0.007),
        hit_rate: figure(0.512, 0.49, 0.53),
        coverage_90: figure(0.894, 0.88, 0.91),
      },
      zero: { coverage_90: figure(0.9, 0.88, 0.92) },
    },
    folds: [],
    data: {
      from: "2024-11-20T00:00:00.000Z",
      to: "2026-11-20T00:00:00.000Z",
      coins: ["BTC", "ETH"],
      candles: 35_000,
      forecasts: 1_200,
      stride_hours: 24,
      scheme: "expanding",
      dropped: { gap: 1, nan: 2, label: 3 },
      simulated: false,
    },
    seed: 1,
    seconds: 600,
    parts: [{ part: "features", seconds: 3 }],
    calibration_curve: {
      lstm: [
        { stated: 0.51, observed: 0.5, forecasts: 900 },
        { stated: 0.56, observed: 0.58, forecasts: 300 },
      ],
    },
    coverage_by_month: { lstm: [month("2026-08", 0.91), month("2026-09", 0.86)] },
    held_out_coverage: {},
    ic_series: {
      lstm: [
        { date: "2026-08-01", ic: 0.1, mean_90d: 0.02 },
        { date: "2026-08-02", ic: -0.06, mean_90d: 0.02 },
      ],
    },
    top_list_curve: {
      lstm: {
        size: 10,
        cost_bp_a_side: 10,
        points: [point("2026-08-01", 1, 1), point("2026-08-02", 1.04, 1.02)],
      },
    },
    ...change,
  };
}
