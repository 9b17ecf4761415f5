import type {TFLiteDelegatePlugin} from 'tfjs-tflite-node';

export type WebNNDevice = 'cpu' | 'gpu' | 'npu' | 'no-cpu' | 'no-gpu' | 'no-npu';

/** What the delegate claims, and what runs it. The library's documentation (docs/plugin.md) has each option in full. */
export interface WebNNDelegateOptions {
  /** The devices that WebNN may run on, of which it takes the first that works; 'no-' before one excludes it. */
  device?: WebNNDevice | WebNNDevice[];
  /** Without `device`: a GPU first for 'high-performance', an NPU first for 'low-power', then the CPU. */
  powerPreference?: 'default' | 'high-performance' | 'low-power';
  /** Threads within an operator; 0 leaves the number to the backend. Default 1. */
  threads?: number;
  /** Who gets the nodes that WebNN does not take. Default 'xnnpack'. */
  fallback?: 'xnnpack' | 'none';
  /** At most this many partitions, the largest first; 0 for no limit. */
  maxDelegatedPartitions?: number;
  /** A partition with fewer nodes stays with TFLite. */
  minNodesPerPartition?: number;
  /** Nodes that WebNN never takes: numbers, ranges ('3-9'), operators ('CONV_2D'). */
  exclude?: string | Array<string | number>;
  /** The only nodes that WebNN may take, in the same notation. */
  include?: string | Array<string | number>;
  /** Which of the nodes that WebNN can run it does run. Default 'all'. */
  partitioning?: 'all' | 'none' | 'given' | 'predicted' | 'measured';
  /** For `partitioning`: a decision file, or a folder of them. */
  decision?: string;
  /** For `partitioning`: a machine profile instead of the built-in one. */
  machineProfile?: string;
  /** ONNX Runtime's library or its folder. Default: that of the npm package onnxruntime-node. */
  onnxruntime?: string;
  /** What ONNX Runtime's providers of devices are told, by their names; or the path of a JSON file of it. */
  providerOptions?: string | Record<string, Record<string, string>>;
  /** A folder in which compiled graphs are kept, so that a model starts faster the next time. */
  cacheDir?: string;
  /** What of an x64 processor may decide which kernels the backend is asked for. Default 'native'. */
  processor?: 'native' | 'avx512' | 'avx2' | 'baseline';
  /** Whose kernels run convolutions on the CPU: own ones where they are measured to be faster, or those of one of both. Default 'auto'. */
  kernels?: 'auto' | 'onnxruntime' | 'own';
  /** 'host', 'stderr' or the path of a file. */
  log?: string;
  /** A file for the report of which node runs where; '-' for standard error. */
  explain?: string;
}

/** Runs what it can of a model as WebNN graphs on ONNX Runtime. */
export declare class WebNNDelegate implements TFLiteDelegatePlugin {
  readonly name: string;
  readonly tfliteVersion: string;
  readonly node: {readonly path: string};
  readonly options: Array<[string, string]>;

  /**
   * @param options Read by the library when a model is loaded with this delegate.
   * @param libPath The path of the library; by default the one in this package.
   * @throws TypeError for an option that does not exist.
   */
  constructor(options?: WebNNDelegateOptions, libPath?: string);
}
