'use strict';

const {makeError} = require('./errors');
const {INTERNAL} = require('./interface');
const {backendArguments} = require('./ml');
const native = require('./native');
const {Runnable, modelBytes} = require('./runnable');
const {packStrings} = require('./strings');
const webidl = require('./webidl');

const DELEGATES = ['webnn', 'xnnpack'];
const PARTITIONINGS = ['all', 'none', 'predicted'];

/**
 * A .tflite model in TensorFlow Lite's interpreter: what WebNN and XNNPACK leave, its own kernels run. `data` is TensorFlow Lite's memory: when
 * that moves, its views are detached and `inputs` and `outputs` are new.
 */
class Interpreter extends Runnable {
  // Tensors whose memory is TensorFlow Lite's, while JavaScript has it.
  #shared = [];
  #isAllocated = true;

  // What moves the memory is counted, so that an allocation knows whether it was the last; and runs that go on.
  #moves = 0;
  #runs = 0;

  constructor(key, handle) {
    super(key, handle);
    this.#note();
  }

  /** From a path or the file's bytes; options as those of createContext, and tflite, delegates, partitioning and signature. */
  static async load(pathOrBytes, options = undefined) {
    const {tflite, delegates, partitioning, signature} = webidl.dictionary(options, 'options');
    const library = webidl.optional(tflite, webidl.usvString, 'options.tflite', '');
    const names = webidl.optional(delegates, webidl.sequence(webidl.enumeration(DELEGATES)), 'options.delegates', DELEGATES);
    const key = webidl.optional(signature, webidl.usvString, 'options.signature', '');
    const choice = webidl.optional(partitioning, webidl.enumeration(PARTITIONINGS), 'options.partitioning', '');
    const backend = backendArguments(options);
    return new Interpreter(INTERNAL, await native.loadInterpreter(await modelBytes(pathOrBytes), ...backend, library, key, choice, ...names));
  }

  /** Gives an input, by its name or position, another shape. allocateTensors() has to follow. */
  resizeInput(input, shape) {
    this.requireAlive();
    const index = this.#index(input);
    const dimensions = webidl.sequence(webidl.unsignedLongInRange)(shape, 'shape');
    this.#requireShared();
    native.resizeInput(this.handle(INTERNAL), index, Float64Array.from(dimensions));
    this.#move();
  }

  /** Gives an input of strings, by its name or position, its elements: each a string, which becomes UTF-8, or the bytes of one. */
  setStrings(input, values) {
    this.#requireAllocated();
    const index = this.#index(input);
    const {bytes, lengths} = packStrings(values, 'values');
    native.writeStrings(this.handle(INTERNAL), index, bytes, lengths);
    this.describeTensors(INTERNAL, true);
  }

  /** Gives all tensors their memory, after the delegates were asked anew. Of several at once the last one does: the memory of the others is gone. */
  async allocateTensors() {
    this.requireAlive();
    this.#requireShared();
    const move = this.#move();
    await native.allocateTensors(this.handle(INTERNAL));
    this.requireAlive();
    if (move !== this.#moves) {
      return;
    }
    this.describe(INTERNAL);
    this.#note();
    this.#isAllocated = true;
  }

  /** Runs on a thread of the model's. Until the promise settles, the tensors' memory is the run's. */
  async run() {
    this.#requireAllocated();
    this.#runs++;
    try {
      await super.run();
    } finally {
      if (--this.#runs === 0) {
        this.#refresh();
      }
    }
  }

  /** Runs here and now. */
  runSync() {
    this.#requireAllocated();
    try {
      super.runSync();
    } finally {
      this.#refresh();
    }
  }

  /** TensorFlow Lite's name for run(). */
  invoke() {
    return this.run();
  }

  /** TensorFlow Lite's name for runSync(). */
  invokeSync() {
    this.runSync();
  }

  /** Gives the variables of the model their first values. */
  async resetState() {
    this.requireAlive();
    await native.resetState(this.handle(INTERNAL));
  }

  /** Frees the model, and its memory as soon as nothing has it any more: views of it are detached. */
  destroy() {
    this.end(INTERNAL);
    this.#detach();
    native.release(this.handle(INTERNAL));
  }

  #index(input) {
    return webidl.unsignedLongInRange(typeof input === 'number' ? input : this.inputs.indexOf(this.input(input)), 'input');
  }

  #note() {
    this.#shared = [...this.inputs, ...this.outputs].filter(({isDynamic}) => !isDynamic).map(({name, data}) => ({name, data, byteLength: data.byteLength}));
  }

  /** What has been transferred cannot be taken back before it moves. */
  #requireShared() {
    const lost = this.#shared.find(({data, byteLength}) => data.byteLength !== byteLength);
    if (lost !== undefined) {
      throw makeError('InvalidStateError', `the memory of '${lost.name}' was transferred, so that it cannot move: make another Interpreter`);
    }
  }

  /** Takes the tensors' memory from JavaScript, before it moves; which move it is. */
  #move() {
    this.#isAllocated = false;
    this.#detach();
    return ++this.#moves;
  }

  #detach() {
    this.#shared.forEach(({data}) => native.detach(data.buffer));
    this.#shared = [];
  }

  #requireAllocated() {
    this.requireAlive();
    if (!this.#isAllocated) {
      throw makeError('InvalidStateError', 'an input was resized: call allocateTensors() first');
    }
  }

  /** Outputs that each run allocates have a new size and a new place, and may have moved the others: also in a run that failed. */
  #refresh() {
    if (this.outputs.some(({isDynamic}) => isDynamic) && this.#isAllocated && !this.isDestroyed) {
      this.describeTensors(INTERNAL, true);
      this.#note();
    }
  }
}

module.exports = {Interpreter};
