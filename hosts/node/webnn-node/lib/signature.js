'use strict';

const {begin} = require('./call');
const webidl = require('./webidl');

// How an argument or a member that is there is written to a call: a function of the call, the value, and what it is.
const operand = (call, value, what) => call.operand(value, what);
const operands = (call, value, what) => call.operands(value, what);
const mlNumber = (call, value, what) => call.mlNumber(value, what);
const boolean = (call, value) => call.number(value ? 1 : 0);
const number = convert => (call, value, what) => call.converted(value, convert, what);
const sequence = convert => (call, value, what) => call.sequence(value, convert, what);
const numberOrSequence = convert => (call, value, what) => call.numberOrSequence(value, convert, what);

/** A function that writes a dictionary to a call. Each member is a name, how it is written and its default. The label is every dictionary's. */
function options(name, members = []) {
  const rows = members.map(([member, write, missing]) => ({member, write, missing, what: `options.${member}`}));
  return (call, given) => {
    const from = webidl.dictionary(given, name);
    call.label(from.label);
    for (const {member, write, missing, what} of rows) {
      const found = from[member];
      const value = found === undefined ? missing : found;
      if (value === undefined) {
        call.absent();
      } else {
        write(call, value, what);
      }
    }
  };
}

/** The method of an operator, by its name. Each parameter is a name and how it is written; a dictionary follows, which may be left out. */
function operator(name, parameters, writeOptions, end = 'record') {
  const methods = {
    [name](...given) {
      const call = begin(this, name, given.length, parameters.length);
      for (let i = 0; i < parameters.length; i++) {
        const [parameter, write] = parameters[i];
        write(call, given[i], parameter);
      }
      writeOptions(call, given[parameters.length]);
      return call[end]();
    },
  };
  Object.defineProperty(methods[name], 'length', {value: parameters.length});
  return methods;
}

module.exports = {operator, options, operand, operands, mlNumber, boolean, number, sequence, numberOrSequence};
