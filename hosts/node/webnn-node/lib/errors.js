'use strict';

const ERRORS = {TypeError, RangeError, Error};

/** An error as the specification names it: a TypeError, or a DOMException such as InvalidStateError. The addon makes its own with this too. */
function makeError(name, message) {
  const constructor = ERRORS[name];
  return constructor === undefined ? new DOMException(message, name) : new constructor(message);
}

module.exports = {makeError};
