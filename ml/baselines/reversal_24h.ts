import { continuePastDay } from "./past_day.ts";
import { pointModel } from "./point_model.ts";

/** Short-term reversal (Lehmann 1990) over a day: the last 24 hours are taken back. */
export const reversal24h = pointModel(
  "reversal_24h",
  (_, context) => continuePastDay(context, -1),
);
