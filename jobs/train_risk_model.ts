import { countRiskTransfers, latestJobRun, readRiskTraining, saveRiskModel } from "../db/mod.ts";
import { startReplay } from "../ml/risk/replay_transfers.ts";
import { LEAST_TRANSFERS, measurePopulation, trainRiskModel } from "../ml/risk/risk_model.ts";
import { storeModel } from "../ml/risk/stored_model.ts";
import {
  RISK_FEATURES_VERSION,
  type TransferFeatures,
  transferFeatures,
} from "../ml/risk/transfer_features.ts";
import type { JobContext } from "./context.ts";
import { latestSlot } from "./due.ts";

/** What one training of the risk model came to; stored as the result of job `risk`. */
export interface RiskTraining {
  /** The model that was stored; null where there are too few transfers. */
  readonly modelId: string | null;
  /** Of which features; after a change of them the model is of no use, and a new one is due. */
  readonly featuresVersion: number;
  readonly transfers: number;
  /** One plain sentence. */
  readonly message: string;
}

/** Each hour until there is enough for a first model. */
const UNTIL_FIRST = "40 * * * *";
/** The newest transfers that are learnt from. */
const MOST_TRANSFERS = 20_000;
/** The first of them are only replayed where there were others before: nobody is new by being cut off. */
const WARM_UP_SHARE = 0.25;
/** So many transfers are worked on before others get their turn on the event loop. */
const CHUNK = 100;
const SEED = 1;

/** The night's slot; the hour's, where there is no model of the present features yet. */
export async function riskDueMs({ db, now }: JobContext, nightMs: number): Promise<number> {
  const last = await latestJobRun(db, "risk");
  const { modelId, featuresVersion } = last?.result ?? {};
  const hasModel = typeof modelId === "string" && featuresVersion === RISK_FEATURES_VERSION;
  return hasModel ? nightMs : Math.max(nightMs, latestSlot(UNTIL_FIRST, now()));
}

/** Learns from the ledger what usual transfers look like, and stores it. */
export async function trainRiskOnLedger(context: JobContext): Promise<RiskTraining> {
  const { db, log } = context;
  const counted = await countRiskTransfers(db, { limit: LEAST_TRANSFERS });
  if (counted < LEAST_TRANSFERS) {
    const message =
      `${counted} of the ${LEAST_TRANSFERS} transfers that a model needs: rules alone judge.`;
    return { modelId: null, featuresVersion: RISK_FEATURES_VERSION, transfers: counted, message };
  }
  const transfers = await readRiskTraining(db, { limit: MOST_TRANSFERS });
  const population = measurePopulation(transfers);
  const replay = startReplay({ greatestAmount: context.config.maxTransactionAmount ?? 1_000_000 });
  const isCut = transfers.length === MOST_TRANSFERS;
  const warmUp = isCut ? Math.floor(WARM_UP_SHARE * transfers.length) : 0;
  const rows = await inChunks(context, transfers, (one) => {
    const facts = replay.next(one);
    return transferFeatures(facts, population);
  });
  const learnt = rows.slice(warmUp);
  const model = trainRiskModel(learnt, { population, seed: SEED });
  const modelId = await saveRiskModel(db, {
    ...await storeModel(model),
    featuresVersion: model.featuresVersion,
    transfers: learnt.length,
    trainedAtMs: context.now(),
  });
  log.info("A model of usual transfers was trained", { model: modelId, transfers: learnt.length });
  const message = `Trained on ${learnt.length} transfers.`;
  return { modelId, featuresVersion: model.featuresVersion, transfers: learnt.length, message };
}

/** Some milliseconds at a time, so that requests are not held up. */
async function inChunks<In>(
  { signal }: JobContext,
  list: readonly In[],
  work: (one: In) => TransferFeatures,
): Promise<TransferFeatures[]> {
  const done: TransferFeatures[] = [];
  for (let start = 0; start < list.length; start += CHUNK) {
    signal.throwIfAborted();
    done.push(...list.slice(start, start + CHUNK).map(work));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return done;
}
