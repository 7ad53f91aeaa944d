import type {
  ListedModel,
  ModelsOutput,
  TrainingProgressOutput,
} from "../../server/models/schema.ts";

export function sampleModel(change: Partial<ListedModel> = {}): ListedModel {
  return {
    id: "lstm-1",
    type: "LSTM",
    status: "champion",
    trained_at: "2026-11-14T02:00:00.000Z",
    decision: "Promoted.",
    decided_at: null,
    decisions: [],
    engine: "onnx",
    engine_reason: null,
    figures: {
      pinball: 0.228,
      naive_pinball: 0.23,
      mase: 0.999,
      hit_rate: 0.51,
      coverage_50: 0.5,
      coverage_90: 0.9,
      samples: 2_048,
      days: 20,
      train_seconds: 90,
    },
    facts: null,
    file_kept: true,
    rollback_target: false,
    ...change,
  };
}

export function sampleModels(models: ListedModel[], champion_id: string | null): ModelsOutput {
  return { models, champion_id, rule: "No worse than naive.", simulated: false };
}

export function sampleTraining(
  change: Partial<TrainingProgressOutput> = {},
): TrainingProgressOutput {
  return {
    state: "idle",
    message: "",
    step: 0,
    steps: null,
    steps_per_second: null,
    seconds_left: null,
    loss: null,
    naive_loss: null,
    curve: [],
    started_at: null,
    finished_at: null,
    model_id: null,
    promoted: null,
    next_training_at: null,
    ...change,
  };
}
