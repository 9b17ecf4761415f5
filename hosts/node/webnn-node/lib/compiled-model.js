'use strict';

const {INTERNAL} = require('./interface');
const {backendArguments} = require('./ml');
const native = require('./native');
const {Runnable, modelBytes} = require('./runnable');
const webidl = require('./webidl');

/** A .tflite model, compiled to WebNN graphs without TensorFlow Lite: whole, or load() rejects with the nodes that cannot run. */
class CompiledModel extends Runnable {
  #signatures = new Map();

  /** From a path or the file's bytes; options as those of createContext. */
  static async load(pathOrBytes, options = undefined) {
    const backend = backendArguments(options);
    return new CompiledModel(INTERNAL, await native.loadModel(await modelBytes(pathOrBytes), ...backend));
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
