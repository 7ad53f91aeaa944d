import { defineEntity, p } from "@mikro-orm/core";
import { ModelEntity } from "./model_entity.ts";

const ModelArtifactSchema = defineEntity({
  name: "ModelArtifactEntity",
  tableName: "model_artifacts",
  properties: {
    model: () =>
      p.manyToOne(ModelEntity).primary().index(false).deleteRule("cascade").updateRule("no action"),
    part: p.integer().primary(),
    bytes: p.blob(),
  },
});

/** A part of a model's ONNX file. */
export class ModelArtifactEntity extends ModelArtifactSchema.class {}
ModelArtifactSchema.setClass(ModelArtifactEntity);
