import protobuf from "protobufjs";

/** Element types of `TensorProto.data_type` (onnx.proto). */
export const ElementType = { float: 1, uint8: 2, int64: 7 } as const;
export type ElementTypeCode = typeof ElementType[keyof typeof ElementType];

/** Kinds of `AttributeProto.type` (onnx.proto). */
export const AttributeKind = {
  float: 1,
  int: 2,
  string: 3,
  graph: 5,
  ints: 7,
  strings: 8,
} as const;

export interface TensorMessage {
  name: string;
  dims: number[];
  data_type: ElementTypeCode;
  raw_data: Uint8Array;
}

export interface ValueInfoMessage {
  name: string;
  type: {
    tensor_type: {
      elem_type: ElementTypeCode;
      shape: { dim: { dim_value?: number; dim_param?: string }[] };
    };
  };
}

export interface AttributeMessage {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  g?: GraphMessage;
  ints?: number[];
  strings?: Uint8Array[];
}

export interface NodeMessage {
  op_type: string;
  name: string;
  input: string[];
  output: string[];
  attribute: AttributeMessage[];
}

export interface GraphMessage {
  name: string;
  node: NodeMessage[];
  initializer: TensorMessage[];
  input: ValueInfoMessage[];
  output: ValueInfoMessage[];
}

/**
 * The messages of onnx.proto that our graphs use, with its field numbers
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Inline, so that no generated code and no
 * build step is needed.
 */
const SCHEMA = `syntax = "proto3"; package onnx;
message AttributeProto {
  string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
  optional GraphProto g = 6; repeated float floats = 7; repeated int64 ints = 8;
  repeated bytes strings = 9; int32 type = 20;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message NodeProto {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated AttributeProto attribute = 5; string domain = 7;
}
message StringStringEntryProto { string key = 1; string value = 2; }
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message ModelProto {
  int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8; repeated StringStringEntryProto metadata_props = 14;
}
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message TensorProto {
  repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9;
}
message TensorShapeProto {
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  repeated Dimension dim = 1;
}
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  oneof value { Tensor tensor_type = 1; }
}`;

/** Opset 17 has every operator used here and is read by all onnxruntime releases since 1.12. */
const OPSET_VERSION = 17;
const IR_VERSION = 8;

/**
 * Serialises a graph as an ONNX model file.
 * @throws Error when the graph does not fit the schema; the message names the field
 */
export function encodeModel(
  graph: GraphMessage,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const type = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType("onnx.ModelProto");
  const message = {
    ir_version: IR_VERSION,
    producer_name: "coin-forecast",
    opset_import: [{ domain: "", version: OPSET_VERSION }],
    graph,
    metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
  const problem = type.verify(message);
  if (problem) throw new Error(`ONNX graph "${graph.name}" does not fit the schema: ${problem}`);
  return new Uint8Array(type.encode(type.create(message)).finish());
}
