'use strict';

const {requireInternal, define, requireState} = require('./interface');

let stateOf;

class MLOperand {
  #state;

  constructor(key, state) {
    requireInternal(key);
    this.#state = state;
  }

  static {
    stateOf = value => typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  get dataType() {
    return requireState(stateOf(this)).dataType;
  }

  get shape() {
    return requireState(stateOf(this)).shape;
  }
}

define(MLOperand);

/** {builder, id, dataType, shape}; `what` is for the message of the TypeError. */
function operandState(value, what) {
  return requireState(stateOf(value), 'MLOperand', what);
}

module.exports = {MLOperand, operandState};
