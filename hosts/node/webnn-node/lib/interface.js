'use strict';

/** What only this package has: the first argument of constructors that are not for users. */
const INTERNAL = Symbol('webnn-node');

function requireInternal(key) {
  if (key !== INTERNAL) {
    throw new TypeError('Illegal constructor');
  }
}

/**
 * Members as WebIDL has them: on the prototype, enumerable; and the interface's name in Object.prototype.toString. `length` is what a user gives
 * to the constructor: nothing where it is not for users.
 */
function define(constructor, members = {}, length = 0) {
  const {prototype} = constructor;
  Object.defineProperty(constructor, 'length', {value: length, configurable: true});
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(members));
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name !== 'constructor') {
      Object.defineProperty(prototype, name, {enumerable: true});
    }
  }
  Object.defineProperty(prototype, Symbol.toStringTag, {value: constructor.name, configurable: true});
}

/** The state behind an object of an interface, or a TypeError. */
function requireState(state, name, what) {
  if (state === undefined) {
    throw new TypeError(what === undefined ? 'Illegal invocation' : `${what} is not an ${name}`);
  }
  return state;
}

module.exports = {INTERNAL, requireInternal, define, requireState};
