/** A process that computes, as far as the outer end knows; it answers whether it is traced. */
import { connectOuterEnd } from "../../../ml/model_process_end.ts";
import { isTracing } from "../../../server/trace_request.ts";

connectOuterEnd().reply(isTracing());
