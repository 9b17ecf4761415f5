import type {MLContextOptions} from './webnn';

export type ModelData =
  | Float32Array | Float64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | BigInt64Array | BigUint64Array | Int8Array | Uint8Array;

/** An input or output of a model. */
export interface ModelTensor {
  readonly name: string;
  readonly dataType: string;
  readonly shape: readonly number[];
  readonly quantization: {readonly scale: number; readonly zeroPoint: number};
  /** The tensor's own memory: write inputs to it, read outputs from it. Half floats are a Uint16Array where there is no Float16Array. */
  readonly data: ModelData;
}

/** A model's main graph, or a signature. */
export interface Runnable {
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  readonly signatures: readonly string[];
  /** What runs it, how many nodes of the model it took, and the WebNN graphs as text. */
  readonly report: {readonly backend: string; readonly nodes: number; readonly graphs: readonly string[]};
  /** @throws TypeError where there is no tensor of this name. */
  input(name: string): ModelTensor;
  output(name: string): ModelTensor;
  /** Runs on a thread of the model's. Until the promise settles, leave the tensors' memory alone. */
  run(): Promise<void>;
  runSync(): void;
}

/** A .tflite model, compiled to WebNN graphs without TensorFlow Lite. */
export declare class CompiledModel implements Runnable {
  private constructor();
  /** Rejects with an OperationError that names the nodes where the model does not run whole on WebNN. */
  static load(pathOrBytes: string | URL | ArrayBufferView | ArrayBuffer, options?: MLContextOptions): Promise<CompiledModel>;
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  readonly signatures: readonly string[];
  readonly report: {readonly backend: string; readonly nodes: number; readonly graphs: readonly string[]};
  input(name: string): ModelTensor;
  output(name: string): ModelTensor;
  run(): Promise<void>;
  runSync(): void;
  /** A signature, compiled the first time it is asked for. */
  signature(key: string): Promise<Runnable>;
  /** Frees the graphs. */
  destroy(): void;
}
