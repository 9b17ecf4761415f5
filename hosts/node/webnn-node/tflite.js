'use strict';

const {readFile} = require('node:fs/promises');
const {INTERNAL, requireInternal} = require('./lib/interface');
const {contextArguments} = require('./lib/ml');
const native = require('./lib/native');
const webidl = require('./lib/webidl');

const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int32: Int32Array, uint32: Uint32Array, int16: Int16Array, uint16: Uint16Array,
  int64: BigInt64Array, uint64: BigUint64Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
  float16: globalThis.Float16Array ?? Uint16Array,
};

/** An input or output: its description, and `data`, a typed array over its own memory. */
class ModelTensor {
  constructor(key, {name, dataType, shape, scale, zeroPoint}, buffer) {
    requireInternal(key);
    const data = new (ARRAYS[dataType] ?? Uint8Array)(buffer);
    Object.assign(this, {name, dataType, shape: Object.freeze(shape), quantization: Object.freeze({scale, zeroPoint}), data});
    Object.freeze(this);
  }
}

/** What runs: a model's main graph, or a signature. */
class Runnable {
  #native;
  #isDestroyed = false;

  constructor(key, handle) {
    requireInternal(key);
    this.#native = handle;
    const {inputs, outputs, signatures, backend, nodes, graphs} = JSON.parse(native.describeModel(handle));
    this.inputs = Object.freeze(inputs.map((tensor, i) => new ModelTensor(INTERNAL, tensor, native.modelMemory(handle, true, i))));
    this.outputs = Object.freeze(outputs.map((tensor, i) => new ModelTensor(INTERNAL, tensor, native.modelMemory(handle, false, i))));
    this.signatures = Object.freeze(signatures);
    this.report = Object.freeze({backend, nodes, graphs: Object.freeze(graphs)});
  }

  /** The input of this name. */
  input(name) {
    return find(this.inputs, name, 'input');
  }

  /** The output of this name. */
  output(name) {
    return find(this.outputs, name, 'output');
  }

  /** Runs on a thread of the model's. Until the promise settles, the tensors' memory is the run's. */
  async run() {
    this.requireAlive();
    await native.runModel(this.#native);
  }

  /** Runs here and now. */
  runSync() {
    this.requireAlive();
    native.runModelSync(this.#native);
  }

  requireAlive() {
    if (this.#isDestroyed) {
      throw new DOMException('the model is destroyed', 'InvalidStateError');
    }
  }

  /** @internal */
  handle(key) {
    requireInternal(key);
    return this.#native;
  }

  /** @internal */
  end(key) {
    requireInternal(key);
    this.#isDestroyed = true;
  }
}

function find(tensors, name, role) {
  const found = tensors.find(tensor => tensor.name === name);
  if (found === undefined) {
    throw new TypeError(`there is no ${role} '${name}'; there are ${tensors.map(tensor => tensor.name).join(', ')}`);
  }
  return found;
}

/** A .tflite model, compiled to WebNN graphs without TensorFlow Lite: whole, or load() rejects with the nodes that cannot run. */
class CompiledModel extends Runnable {
  #signatures = new Map();

  /** From a path or the file's bytes; options as those of createContext. */
  static async load(pathOrBytes, options = undefined) {
    const bytes = typeof pathOrBytes === 'string' || pathOrBytes instanceof URL ? await readFile(pathOrBytes) : webidl.bytes(pathOrBytes, 'the model');
    const [deviceType, powerPreference, , threads, onnxruntime, cacheDirectory, processor] = contextArguments(options);
    return new CompiledModel(INTERNAL, await native.loadModel(
      bytes, deviceType, powerPreference, threads, onnxruntime, cacheDirectory, processor));
  }

  /** One of the model's signatures, compiled the first time it is asked for. */
  async signature(key) {
    this.requireAlive();
    if (!this.#signatures.has(key)) {
      const loading = native.loadSignature(this.handle(INTERNAL), webidl.usvString(key, 'key')).then(handle => new Runnable(INTERNAL, handle));
      this.#signatures.set(key, loading);
      loading.catch(() => this.#signatures.delete(key));
    }
    return this.#signatures.get(key);
  }

  /** Frees the graphs. The tensors' memory stays while something refers to it. */
  destroy() {
    this.end(INTERNAL);
    native.release(this.handle(INTERNAL));
    for (const loading of this.#signatures.values()) {
      loading.then(signature => signature.end(INTERNAL), () => {});
    }
  }
}

module.exports = {CompiledModel};
