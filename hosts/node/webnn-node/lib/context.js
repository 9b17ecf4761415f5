'use strict';

const {makeError} = require('./errors');
const {MLGraph, graphState, requireUsable, bind, descriptorText} = require('./graph');
const {enums, MLOperandDescriptor, MLTensorDescriptor} = require('./idl');
const {INTERNAL, requireInternal, define, requireState} = require('./interface');
const native = require('./native');
const {MLTensor, tensorState} = require('./tensor');
const webidl = require('./webidl');

let stateOf;

class MLContext {
  #state;

  constructor(key, handle) {
    requireInternal(key);
    const {accelerated, devices, description} = JSON.parse(native.describeContext(handle));
    const lost = Promise.withResolvers?.() ?? deferred();
    this.#state = {native: handle, accelerated, devices: Object.freeze(devices), description, lost, isLost: false};
  }

  static {
    stateOf = value => typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  get accelerated() {
    return contextState(this).accelerated;
  }

  get lost() {
    return stateOf(this)?.lost.promise ?? Promise.reject(new TypeError('Illegal invocation'));
  }

  dispatch(graph, inputs, outputs) {
    const state = contextState(this);
    webidl.requireArguments('MLContext.dispatch', arguments.length, 3);
    const target = graphState(graph, 'graph');
    const sources = webidl.record(inputs, tensorState, 'inputs');
    const results = webidl.record(outputs, tensorState, 'outputs');
    if (target.context !== state) {
      throw new TypeError('the MLGraph belongs to another MLContext');
    }
    requireAlive(state);
    requireUsable(target);
    native.dispatch(target.native, ...bind(target, sources, results));
  }

  async createTensor(descriptor) {
    const state = contextState(this);
    webidl.requireArguments('MLContext.createTensor', arguments.length, 1);
    const {dataType, shape, readable, writable} = MLTensorDescriptor(descriptor);
    requireAlive(state);
    return makeTensor(state, dataType, shape, undefined, {readable, writable, constant: false});
  }

  async createConstantTensor(descriptor, inputData) {
    const state = contextState(this);
    webidl.requireArguments('MLContext.createConstantTensor', arguments.length, 2);
    const {dataType, shape} = MLOperandDescriptor(descriptor);
    webidl.bytes(inputData, 'inputData');
    requireAlive(state);
    const bytes = webidl.elementBytes(inputData, dataType, 'inputData');
    return makeTensor(state, dataType, shape, bytes, {readable: false, writable: false, constant: true});
  }

  async readTensor(tensor, outputData = undefined) {
    const state = contextState(this);
    webidl.requireArguments('MLContext.readTensor', arguments.length, 1);
    const source = tensorState(tensor, 'tensor');
    const target = arguments.length < 2 ? undefined : webidl.elementBytes(outputData, source.dataType, 'outputData');
    requireTensor(state, source);
    if (!source.readable) {
      throw new TypeError(`tensor ${source.descriptor} is not readable`);
    }
    const result = await (target === undefined ? native.readTensor(source.native) : native.readTensorInto(source.native, target));
    requireAlive(state);
    if (source.isDestroyed) {
      throw makeError('InvalidStateError', `tensor ${source.descriptor} was destroyed while it was read`);
    }
    return result;
  }

  writeTensor(tensor, inputData) {
    const state = contextState(this);
    webidl.requireArguments('MLContext.writeTensor', arguments.length, 2);
    const target = tensorState(tensor, 'tensor');
    const bytes = webidl.elementBytes(inputData, target.dataType, 'inputData');
    requireTensor(state, target);
    if (!target.writable) {
      throw new TypeError(`tensor ${target.descriptor} is not writable`);
    }
    native.writeTensor(target.native, bytes);
  }

  opSupportLimits() {
    return JSON.parse(native.opSupportLimits(contextState(this).native));
  }

  destroy() {
    const state = contextState(this);
    state.isLost = true;
    native.release(state.native);
    state.lost.resolve({message: 'destroy() was called on the MLContext'});
  }
}

define(MLContext);

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, {resolve, reject}));
  return parts;
}

/** {native, accelerated, devices, description, lost, isLost}; `what` is for the message of the TypeError. */
function contextState(value, what) {
  return requireState(stateOf(value), 'MLContext', what);
}

function requireAlive(context) {
  if (context.isLost) {
    throw makeError('InvalidStateError', 'the MLContext is lost');
  }
}

function requireTensor(context, tensor) {
  if (tensor.context !== context) {
    throw new TypeError('the MLTensor belongs to another MLContext');
  }
  requireAlive(context);
  if (tensor.isDestroyed) {
    throw new TypeError(`tensor ${tensor.descriptor} is destroyed`);
  }
}

function makeTensor(context, dataType, shape, bytes, usage) {
  const handle = native.createTensor(context.native, enums.MLOperandDataType.indexOf(dataType), Float64Array.from(shape), bytes);
  return new MLTensor(INTERNAL, {
    native: handle, context, dataType, shape: Object.freeze(shape), descriptor: descriptorText(dataType, shape), ...usage, isDestroyed: false, binding: 0,
  });
}

/** A graph that the addon compiled, with what dispatch needs to know of it. */
function makeGraph(context, handle) {
  const {inputs, outputs} = JSON.parse(native.describeGraph(handle));
  return new MLGraph(INTERNAL, {native: handle, context, inputs: inputs.map(port), outputs: outputs.map(port), isDestroyed: false});
}

function port({name, dataType, shape}) {
  return {name, descriptor: descriptorText(dataType, shape)};
}

module.exports = {MLContext, contextState, requireAlive, makeGraph};
