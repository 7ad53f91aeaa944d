import type { z } from "zod";
import { isoTime } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { AppError, validationError } from "../errors.ts";
import { analyze } from "./analyze.ts";
import { intelligentTransfer } from "./intelligent_transfer.ts";
import { optimize } from "./optimize.ts";
import { predictTrend } from "./predict_trend.ts";
import { recommend } from "./recommend.ts";
import {
  type ActionAnswer,
  type actionInput,
  analyzeInput,
  type analyzeOutput,
  intelligentTransferInput,
  optimizeInput,
  predictTrendInput,
  recommendInput,
} from "./schema.ts";

type ActionRequest = z.output<typeof actionInput>;
type Said = Omit<z.infer<typeof analyzeOutput>, "analysis">;

/** Does what `action_type` names; `user_id` is whose coins it is about, in every one of them. */
export async function act(ctx: RequestContext, input: ActionRequest): Promise<ActionAnswer> {
  const answer = await ACTIONS[input.action_type](ctx, input);
  const { confidence, reasoning, recommendations, worded_by, ...result } = answer;
  return {
    success: true,
    action_type: input.action_type,
    result,
    ...{ confidence, reasoning, recommendations, worded_by },
    timestamp: isoTime(ctx.app.now()),
  };
}

const ACTIONS: Readonly<
  Record<
    ActionRequest["action_type"],
    (ctx: RequestContext, input: ActionRequest) => Promise<Said & Record<string, unknown>>
  >
> = {
  analyze: (ctx, input) => analyze(ctx, readParameters(analyzeInput, input, "from_user")),
  recommend: (ctx, input) => recommend(ctx, readParameters(recommendInput, input, "user_id")),
  predict: (ctx, input) => predictTrend(ctx, readParameters(predictTrendInput, input, "user_id")),
  optimize: (ctx, input) => optimize(ctx, readParameters(optimizeInput, input, "user_id")),
  transfer: (ctx, input) =>
    intelligentTransfer(ctx, readParameters(intelligentTransferInput, input, "from_user")),
};

/** The parameters as the path of the action takes them; who it is about is said once, and not by them. */
function readParameters<Schema extends z.ZodType>(
  schema: Schema,
  { user_id, use_llm, parameters }: ActionRequest,
  owner: "user_id" | "from_user",
): z.output<Schema> {
  const given = parameters[owner];
  if (given !== undefined && given !== user_id) {
    const message = 'must be "user_id" of the action, or be left out';
    throw new AppError("VALIDATION_ERROR", `"parameters.${owner}" ${message}.`, {
      details: [{ field: `parameters.${owner}`, message }],
    });
  }
  const read = schema.safeParse({ ...parameters, [owner]: user_id, use_llm });
  if (read.success) return read.data;
  throw validationError(read.error);
}
