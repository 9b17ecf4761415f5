'use strict';

const {contextState, requireAlive, makeGraph} = require('./context');
const {makeError} = require('./errors');
const {enums, MLOperandDescriptor} = require('./idl');
const {INTERNAL, requireState} = require('./interface');
const native = require('./native');
const {MLOperand, operandState} = require('./operand');
const {tensorState} = require('./tensor');
const webidl = require('./webidl');

let stateOf;

// The operators come from operators.js.
class MLGraphBuilder {
  #state;

  constructor(context) {
    webidl.requireArguments('MLGraphBuilder', arguments.length, 1);
    const state = contextState(context, 'context');
    requireAlive(state);

    // LiteRT.js makes a builder for each node of a model and asks it nothing: the addon's own is made on first use.
    this.#state = {context: state, native: undefined, hasBuilt: false};
  }

  static {
    stateOf = value => typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  input(name, descriptor) {
    const state = builderState(this);
    webidl.requireArguments('MLGraphBuilder.input', arguments.length, 2);
    const text = webidl.usvString(name, 'name');
    const {dataType, shape} = MLOperandDescriptor(descriptor);
    requireBuilding(state);
    return makeOperand(state, native.input(state.native, text, ...described(dataType, shape)), dataType, shape);
  }

  constant(descriptorOrTypeOrTensor, value = undefined) {
    const state = builderState(this);
    webidl.requireArguments('MLGraphBuilder.constant', arguments.length, 1);
    if (arguments.length === 1) {
      return tensorConstant(state, tensorState(descriptorOrTypeOrTensor, 'tensor'));
    }
    const first = descriptorOrTypeOrTensor;
    const isDescriptor = first === undefined || first === null || typeof first === 'object' || typeof first === 'function';
    return isDescriptor ? dataConstant(state, first, value) : scalarConstant(state, first, value);
  }

  async build(outputs) {
    const state = builderState(this);
    webidl.requireArguments('MLGraphBuilder.build', arguments.length, 1);
    const operands = webidl.record(outputs, operandState, 'outputs');
    requireBuilding(state);
    const ids = Array.from(operands, ([name, operand]) => ownId(state, operand, `output '${name}'`));
    const building = native.build(state.native, Float64Array.from(ids), ...operands.keys());
    state.hasBuilt = true;
    state.native = undefined;
    const handle = await building;
    requireAlive(state.context);
    return makeGraph(state.context, handle);
  }
}

/** {context, native, hasBuilt} */
function builderState(builder) {
  return requireState(stateOf(builder));
}

function requireBuilding(state) {
  requireAlive(state.context);
  if (state.hasBuilt) {
    throw makeError('InvalidStateError', 'this MLGraphBuilder has built already; make another for another graph');
  }
  state.native ??= native.createBuilder(state.context.native);
}

function ownId(state, operand, what) {
  if (operand.builder !== state) {
    throw new TypeError(`${what} belongs to another MLGraphBuilder`);
  }
  return operand.id;
}

function described(dataType, shape) {
  return [enums.MLOperandDataType.indexOf(dataType), Float64Array.from(shape)];
}

function makeOperand(state, id, dataType, shape) {
  return new MLOperand(INTERNAL, {builder: state, id, dataType, shape: Object.freeze(shape)});
}

function dataConstant(state, descriptor, buffer) {
  const {dataType, shape} = MLOperandDescriptor(descriptor);
  webidl.bytes(buffer, 'buffer');
  requireBuilding(state);
  const bytes = webidl.elementBytes(buffer, dataType, 'buffer');
  return makeOperand(state, native.constant(state.native, ...described(dataType, shape), bytes), dataType, shape);
}

function scalarConstant(state, type, value) {
  const dataType = webidl.enumeration(enums.MLOperandDataType)(type, 'dataType');
  const number = webidl.mlNumber(value, 'value');
  requireBuilding(state);
  const id = native.scalar(state.native, enums.MLOperandDataType.indexOf(dataType), Float64Array.from(numberParts(number)));
  return makeOperand(state, id, dataType, []);
}

function tensorConstant(state, tensor) {
  if (tensor.context !== state.context || !tensor.constant || tensor.isDestroyed) {
    const problem = !tensor.constant ? 'not constant' : tensor.isDestroyed ? 'destroyed' : 'another MLContext\'s';
    throw new TypeError(`tensor ${tensor.descriptor} is ${problem}`);
  }
  requireBuilding(state);
  return makeOperand(state, native.constantTensor(state.native, tensor.native), tensor.dataType, [...tensor.shape]);
}

/**
 * An MLNumber as the addon reads it: 0 and a double, or 1, a sign and the two halves of a magnitude. A bigint that 64 bits do not hold is
 * brought to the nearest that they do, as every element type would.
 */
function numberParts(value) {
  if (typeof value === 'number') {
    return [0, value];
  }
  const magnitude = value < 0n ? -value : value;
  const bits = magnitude > 0xffff_ffff_ffff_ffffn ? 0xffff_ffff_ffff_ffffn : magnitude;
  return [1, value < 0n ? -1 : 1, Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
}

module.exports = {MLGraphBuilder, builderState, requireBuilding, makeOperand, numberParts};
