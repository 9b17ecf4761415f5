'use strict';

const {builderState, requireBuilding, makeOperand, numberParts} = require('./builder');
const {enums} = require('./idl');
const native = require('./native');
const {operandState} = require('./operand');
const webidl = require('./webidl');

const ABSENT = -1;
const SMALLEST = 256;

// Calls to use again. One that an error ended is not among them: a getter of an options object may make calls of its own meanwhile.
const idle = [];

/** One call of an operator: its arguments as numbers, in an array that the addon reads and then writes the results' descriptors to. */
class Call {
  #numbers = new Float64Array(SMALLEST);
  #length;
  #label;
  #builder;
  #operator;
  #foreign;
  #rank;
  #parts;

  begin(builder, operator) {
    this.#builder = builder;
    this.#operator = operator;
    this.#length = 0;
    this.#label = '';
    this.#foreign = undefined;
    this.#rank = 0;
    this.#parts = 0;
  }

  label(value) {
    this.#label = value === undefined ? '' : webidl.usvString(value, `${this.#operator}: options.label`);
  }

  number(value) {
    if (this.#length === this.#numbers.length) {
      this.#reserve(this.#length * 2);
    }
    this.#numbers[this.#length++] = value;
  }

  absent() {
    this.number(ABSENT);
  }

  mlNumber(value, what) {
    for (const part of numberParts(webidl.mlNumber(value, this.#name(what)))) {
      this.number(part);
    }
  }

  operand(value, what) {
    const operand = operandState(value, this.#name(what));
    if (operand.builder !== this.#builder) {
      this.#foreign ??= what;
    }
    this.#rank = Math.max(this.#rank, operand.shape.length);
    this.number(operand.id);
  }

  operands(value, what) {
    this.#items(value, what, (item, name) => this.operand(item, name));
  }

  converted(value, convert, what) {
    this.number(convert(value, this.#name(what)));
  }

  /** Items that a function converts to numbers, after their count. */
  sequence(value, convert, what) {
    this.#items(value, what, (item, name) => this.number(convert(item, this.#name(name))));
  }

  /** A number that stands for itself, or a sequence of them: -2 marks the number. */
  numberOrSequence(value, convert, what) {
    if (typeof value === 'object' && value !== null && value[Symbol.iterator] !== undefined) {
      const before = this.#length;
      this.sequence(value, convert, what);
      this.#parts = this.#length - before - 1;
    } else {
      this.number(-2);
      this.#parts = convert(value, this.#name(what));
      this.number(this.#parts);
    }
  }

  record() {
    this.#send();
    const operand = this.#result(0, 1).operand;
    idle.push(this);
    return operand;
  }

  recordAll() {
    const count = this.#send();
    const operands = [];
    let at = 1;
    for (let i = 0; i < count; i++) {
      const {operand, end} = this.#result(i, at);
      operands.push(operand);
      at = end;
    }
    idle.push(this);
    return operands;
  }

  #name(what) {
    return `${this.#operator}: ${what}`;
  }

  #items(value, what, write) {
    const at = this.#length;
    this.number(0);
    let count = 0;
    for (const item of webidl.iterable(value, this.#name(what))) {
      write(item, `${what}[${count++}]`);
    }
    this.#numbers[at] = count;
  }

  #reserve(length) {
    const larger = new Float64Array(length);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  /** Results: the first one's id, then type, rank and dimensions of each. More than 8192 parts are an error, which needs no room. */
  #send() {
    requireBuilding(this.#builder);
    if (this.#foreign !== undefined) {
      throw new TypeError(`${this.#name(this.#foreign)} belongs to another MLGraphBuilder`);
    }
    const results = 1 + (Math.min(Math.max(this.#parts, 3), 8192) * (this.#rank + 4));
    const shape = this.#length + 16;
    if (this.#numbers.length < Math.max(results, shape)) {
      this.#reserve(Math.max(results, shape));
    }
    return native.record(this.#builder.native, this.#operator, this.#numbers, this.#length, this.#label);
  }

  #result(index, at) {
    const [type, rank] = [this.#numbers[at], this.#numbers[at + 1]];
    const shape = Array.from(this.#numbers.subarray(at + 2, at + 2 + rank));
    return {operand: makeOperand(this.#builder, this.#numbers[0] + index, enums.MLOperandDataType[type], shape), end: at + 2 + rank};
  }
}

/** The call of an operator on a builder, its number of arguments checked. */
function begin(builder, operator, given, required) {
  const state = builderState(builder);
  webidl.requireArguments(`MLGraphBuilder.${operator}`, given, required);
  const call = idle.pop() ?? new Call();
  call.begin(state, operator);
  return call;
}

module.exports = {begin};
