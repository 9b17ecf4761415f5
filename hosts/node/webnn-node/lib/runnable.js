'use strict';

const {readFile} = require('node:fs/promises');
const {INTERNAL, requireInternal} = require('./interface');
const native = require('./native');
const {unpackStrings} = require('./strings');
const webidl = require('./webidl');

const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int32: Int32Array, uint32: Uint32Array, int16: Int16Array, uint16: Uint16Array,
  int64: BigInt64Array, uint64: BigUint64Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
  float16: globalThis.Float16Array ?? Uint16Array,
};

/** An input or output: its description, and `data`, a typed array over its own memory; over a copy where each run allocates it. */
class ModelTensor {
  constructor(key, {name, dataType, shape, scale, zeroPoint, isDynamic}, buffer) {
    requireInternal(key);
    const data = new (ARRAYS[dataType] ?? Uint8Array)(buffer);
    Object.assign(this, {name, dataType, shape: Object.freeze(shape), quantization: Object.freeze({scale, zeroPoint}), isDynamic, data});
    Object.freeze(this);
  }

  /** Of a tensor of strings, each read as UTF-8; undefined of others. */
  get strings() {
    const decoder = new TextDecoder();
    return this.stringBytes?.map(bytes => decoder.decode(bytes));
  }

  /** Of a tensor of strings, the bytes of each; undefined of others. */
  get stringBytes() {
    return this.dataType === 'string' ? unpackStrings(this.data) : undefined;
  }
}

/** What runs: a model's main graph, or a signature. */
class Runnable {
  #native;
  #isDestroyed = false;
  #inputs;
  #outputs;
  #signatures;
  #report;

  constructor(key, handle) {
    requireInternal(key);
    this.#native = handle;
    this.describe(INTERNAL);
  }

  get inputs() {
    return this.#inputs;
  }

  get outputs() {
    return this.#outputs;
  }

  get signatures() {
    return this.#signatures;
  }

  get report() {
    return this.#report;
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

  /** @internal */
  get isDestroyed() {
    return this.#isDestroyed;
  }

  /** @internal */
  requireAlive() {
    if (this.#isDestroyed) {
      throw new DOMException('the model is destroyed', 'InvalidStateError');
    }
  }

  /** @internal Reads what the addon knows. */
  describe(key) {
    requireInternal(key);
    const {signatures, report} = JSON.parse(native.describeModel(this.#native));
    this.#signatures = Object.freeze(signatures);
    this.#report = Object.freeze(Object.fromEntries(Object.entries(report).map(([name, value]) => [name, Object.freeze(value)])));
    this.describeTensors(key, false);
  }

  /** @internal Reads what the addon knows of the tensors; after a run, of those that it may have changed. */
  describeTensors(key, isAfterRun) {
    requireInternal(key);
    const {inputs, outputs} = JSON.parse(native.describeTensors(this.#native));
    const tensors = (before, descriptions, isInput) => Object.freeze(descriptions.map((description, i) => {
      if (isAfterRun && !description.isDynamic && !description.hasMoved) {
        return before[i];
      }
      if (isAfterRun && description.hasMoved) {
        native.detach(before[i].data.buffer);
      }
      return new ModelTensor(INTERNAL, description, native.modelMemory(this.#native, isInput, i));
    }));
    this.#inputs = tensors(this.#inputs, inputs, true);
    this.#outputs = tensors(this.#outputs, outputs, false);
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

/** A model's file, from its path or its bytes. */
async function modelBytes(pathOrBytes) {
  return typeof pathOrBytes === 'string' || pathOrBytes instanceof URL ? readFile(pathOrBytes) : webidl.bytes(pathOrBytes, 'the model');
}

module.exports = {Runnable, modelBytes};
