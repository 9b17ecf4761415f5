'use strict';

const {requireInternal, define, requireState} = require('./interface');
const native = require('./native');

let stateOf;

class MLTensor {
  #state;

  constructor(key, state) {
    requireInternal(key);
    this.#state = state;
  }

  static {
    stateOf = value => typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  get dataType() {
    return tensorState(this).dataType;
  }

  get shape() {
    return tensorState(this).shape;
  }

  get readable() {
    return tensorState(this).readable;
  }

  get writable() {
    return tensorState(this).writable;
  }

  get constant() {
    return tensorState(this).constant;
  }

  destroy() {
    const state = tensorState(this);
    state.isDestroyed = true;
    native.release(state.native);
  }
}

define(MLTensor);

/** {native, context, dataType, shape, descriptor, readable, writable, constant, isDestroyed}; `what` is for the message of the TypeError. */
function tensorState(value, what) {
  return requireState(stateOf(value), 'MLTensor', what);
}

module.exports = {MLTensor, tensorState};
