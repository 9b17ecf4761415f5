import type {MLContextOptions} from './webnn';

export type ModelData =
  | Float32Array | Float64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | BigInt64Array | BigUint64Array | Int8Array | Uint8Array;

/** An input or output of a model. */
export interface ModelTensor {
  readonly name: string;
  readonly dataType: string;
  readonly shape: readonly number[];
  readonly quantization: {readonly scale: number; readonly zeroPoint: number};
  /**
   * Whether only a run of an Interpreter tells the size or the place: `data` is empty until then, and each run makes a new ModelTensor, over a copy. Such a
   * run may move other tensors: those are new then, and the arrays of before are empty.
   */
  readonly isDynamic: boolean;
  /** The tensor's own memory: write inputs to it, read outputs from it. Half floats are a Uint16Array where there is no Float16Array. */
  readonly data: ModelData;
  /** Of an Interpreter's tensor of strings, its elements read as UTF-8; undefined of others. Inputs are written with setStrings(). */
  readonly strings?: readonly string[];
  /** The same as bytes. */
  readonly stringBytes?: readonly Uint8Array[];
}

/** What runs it, how many nodes of the model WebNN took, and its graphs as text. */
export interface ModelReport {
  readonly backend: string;
  readonly nodes: number;
  readonly graphs: readonly string[];
}

/** What runs: a model's main graph, or a signature. */
export interface Runnable {
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  /** The keys of the model's signatures. */
  readonly signatures: readonly string[];
  readonly report: ModelReport;
  /** @throws TypeError where there is no tensor of this name. */
  input(name: string): ModelTensor;
  output(name: string): ModelTensor;
  /** Runs on a thread of the model's. Until the promise settles, leave the tensors' memory alone. */
  run(): Promise<void>;
  runSync(): void;
}

/** A .tflite model, compiled to WebNN graphs without TensorFlow Lite. */
export declare class CompiledModel {
  private constructor();
  /** Rejects with an OperationError that names the nodes where the model does not run whole on WebNN. */
  static load(pathOrBytes: string | URL | ArrayBufferView | ArrayBuffer, options?: MLContextOptions): Promise<CompiledModel>;
  /** A signature, compiled the first time it is asked for. */
  signature(key: string): Promise<Runnable>;
  /** Frees the graphs. */
  destroy(): void;
}
export interface CompiledModel extends Runnable {}

export interface InterpreterOptions extends MLContextOptions {
  /** TensorFlow Lite's C library; without, the variable WEBNN_TFLITE, or the addon's folder. */
  tflite?: string;
  /** Asked in order: each takes what it can of what the ones before it left. Both, in this order, where not given. */
  delegates?: Iterable<'webnn' | 'xnnpack'>;
  /**
   * Which of the nodes that WebNN can run it does run: where XNNPACK is asked after it, by default those that are predicted to be faster on WebNN,
   * else all.
   */
  partitioning?: 'all' | 'none' | 'predicted';
  /** The signature to run; without, the main graph. */
  signature?: string;
}

export interface InterpreterReport extends ModelReport {
  readonly totalNodes: number;
  /** The nodes that WebNN did not take, with the reason. */
  readonly refused: readonly {readonly node: number; readonly op: string; readonly reason: string}[];
  /** Why WebNN took nothing although it could have; empty where nothing failed. */
  readonly failure: string;
  /** What TensorFlow Lite and the delegates logged. */
  readonly messages: string;
}

/** A .tflite model in TensorFlow Lite's interpreter: what WebNN and XNNPACK leave, its own kernels run. */
export declare class Interpreter {
  private constructor();
  /** Rejects with a NotSupportedError where TensorFlow Lite's library is absent, with an OperationError where it cannot run the model. */
  static load(pathOrBytes: string | URL | ArrayBufferView | ArrayBuffer, options?: InterpreterOptions): Promise<Interpreter>;
  readonly report: InterpreterReport;
  /** Gives an input another shape, and detaches the memory of all tensors. allocateTensors() has to follow. */
  resizeInput(nameOrPosition: string | number, shape: Iterable<number>): void;
  /**
   * Gives an input of strings its elements, as many as its shape says, each a string, which becomes UTF-8, or the bytes of one. They are empty at first
   * and after allocateTensors(). The input's ModelTensor is new then.
   */
  setStrings(nameOrPosition: string | number, values: Iterable<string | ArrayBufferView | ArrayBuffer>): void;
  /** Asks the delegates anew and gives all tensors their memory: `inputs` and `outputs` are new. Of several calls at once only the last one does. */
  allocateTensors(): Promise<void>;
  /** The same as run(). */
  invoke(): Promise<void>;
  /** The same as runSync(). */
  invokeSync(): void;
  /** Gives the model's variables their first values. */
  resetState(): Promise<void>;
  /** Frees the model, and detaches the memory of its tensors. */
  destroy(): void;
}
export interface Interpreter extends Runnable {}
