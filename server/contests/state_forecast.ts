import type { StatedForecast } from "../../db/mod.ts";
import { fromMedianAndRange } from "../../ml/scoring/split_normal.ts";
import { AppError } from "../errors.ts";
import type { PlaceStake } from "./schema.ts";

type Said = Pick<
  PlaceStake,
  "kind" | "probability_up" | "q05" | "q25" | "q50" | "q75" | "q95"
>;

const NAMES = ["q05", "q25", "q50", "q75", "q95"] as const;

/**
 * What a person says, checked: a probability for a direction; for a distribution a median and a 90 %
 * range, with quartiles or without.
 *
 * @throws {AppError} VALIDATION_ERROR naming the field that is missing or out of order
 */
export function stateForecast(input: Said): StatedForecast {
  return input.kind === "direction" ? stateDirection(input) : stateDistribution(input);
}

function stateDirection(input: Said): StatedForecast {
  if (input.probability_up === undefined) {
    throw refuse("probability_up", "is needed for a direction: 0 to 1");
  }
  refuseOther(input, NAMES);
  return { probabilityUp: input.probability_up, quantiles: null };
}

function stateDistribution(input: Said): StatedForecast {
  refuseOther(input, ["probability_up"]);
  const { q05, q25, q50, q75, q95 } = input;
  if (q05 === undefined || q50 === undefined || q95 === undefined) {
    const missing = q50 === undefined ? "q50" : q05 === undefined ? "q05" : "q95";
    throw refuse(missing, "is needed for a distribution: its median and 90 % range, in USD");
  }
  if ((q25 === undefined) !== (q75 === undefined)) {
    throw refuse(q25 === undefined ? "q25" : "q75", "must be given where the other quartile is");
  }
  const whole = fromMedianAndRange(q05, q50, q95);
  const quantiles = [q05, q25 ?? whole[1], q50, q75 ?? whole[3], q95] as const;
  const crossed = quantiles.findIndex((price, at) => at > 0 && price < quantiles[at - 1]!);
  if (crossed > 0) throw refuse(NAMES[crossed]!, `must not be below ${NAMES[crossed - 1]}`);
  return { probabilityUp: null, quantiles };
}

function refuseOther(input: Said, fields: readonly (keyof Said)[]): void {
  const extra = fields.find((field) => input[field] !== undefined);
  if (extra !== undefined) throw refuse(extra, `does not belong to a ${input.kind}`);
}

function refuse(field: string, message: string): AppError {
  return new AppError("VALIDATION_ERROR", `"${field}" ${message}. Correct it and send it again.`, {
    details: [{ field, message }],
  });
}
