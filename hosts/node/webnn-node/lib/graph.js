'use strict';

const {makeError} = require('./errors');
const {requireInternal, define, requireState} = require('./interface');
const native = require('./native');
const {tensorState} = require('./tensor');
const webidl = require('./webidl');

let stateOf;
let bindings = 0;

class MLGraph {
  #state;

  constructor(key, state) {
    requireInternal(key);
    this.#state = state;
  }

  static {
    stateOf = value => typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  get devices() {
    return graphState(this).context.devices;
  }

  computeSync(inputs, outputs) {
    const state = graphState(this);
    webidl.requireArguments('MLGraph.computeSync', arguments.length, 2);
    const sources = webidl.record(inputs, tensorOrView, 'inputs');
    const targets = webidl.record(outputs, tensorOrView, 'outputs');
    requireUsable(state);
    native.computeSync(state.native, ...bind(state, sources, targets));
  }

  destroy() {
    const state = graphState(this);
    state.isDestroyed = true;
    native.release(state.native);
  }
}

define(MLGraph);

/** {native, context, inputs, outputs, isDestroyed}; `what` is for the message of the TypeError. */
function graphState(value, what) {
  return requireState(stateOf(value), 'MLGraph', what);
}

function tensorOrView(value, what) {
  return ArrayBuffer.isView(value) ? value : tensorState(value, what);
}

function requireUsable(graph) {
  if (graph.context.isLost) {
    throw makeError('InvalidStateError', 'the MLContext is lost');
  }
  if (graph.isDestroyed) {
    throw makeError('InvalidStateError', 'the MLGraph is destroyed');
  }
}

/** What stands for a graph's inputs and outputs, in its own order: checked, and ready for the addon. */
function bind(graph, inputs, outputs) {
  const values = new Array(graph.inputs.length + graph.outputs.length);
  const binding = ++bindings;
  bindPorts('input', graph, graph.inputs, inputs, values, 0, binding);
  bindPorts('output', graph, graph.outputs, outputs, values, graph.inputs.length, binding);
  return values;
}

function bindPorts(role, graph, ports, given, values, start, binding) {
  if (given.size !== ports.length) {
    throw new TypeError(`the graph has ${ports.length} ${role}s (${ports.map(({name}) => name).join(', ')}); got ${given.size}`);
  }
  for (let i = 0; i < ports.length; i++) {
    const {name} = ports[i];
    const value = given.get(name);
    if (value === undefined) {
      throw new TypeError(`${role} '${name}' has no tensor`);
    }
    values[start + i] = ArrayBuffer.isView(value) ? webidl.bytes(value) : boundTensor(`${role} '${name}'`, graph, ports[i], value, binding);
  }
}

function boundTensor(what, graph, port, tensor, binding) {
  if (tensor.context !== graph.context) {
    throw new TypeError(`${what}: the tensor belongs to another MLContext`);
  }
  if (tensor.isDestroyed) {
    throw new TypeError(`${what}: the tensor is destroyed`);
  }
  if (tensor.constant || tensor.descriptor !== port.descriptor) {
    throw new TypeError(`${what} needs another tensor (expected ${port.descriptor}, found ${tensor.constant ? 'constant ' : ''}${tensor.descriptor})`);
  }
  if (tensor.binding === binding) {
    throw new TypeError(`${what}: the tensor is bound twice`);
  }
  tensor.binding = binding;
  return tensor.native;
}

/** A descriptor as a text that is equal where the descriptors are. */
function descriptorText(dataType, shape) {
  return `${dataType}[${shape.join(',')}]`;
}

module.exports = {MLGraph, graphState, requireUsable, bind, descriptorText};
