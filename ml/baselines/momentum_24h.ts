import { continuePastDay } from "./past_day.ts";
import { pointModel } from "./point_model.ts";

/** Time-series momentum (Moskowitz, Ooi & Pedersen 2012) over a day: the last 24 hours repeat. */
export const momentum24h = pointModel(
  "momentum_24h",
  (_, context) => continuePastDay(context, 1),
);
