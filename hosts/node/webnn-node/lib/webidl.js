'use strict';

// Conversions of WebIDL (https://webidl.spec.whatwg.org/#js-type-mapping). Each takes a value and what it is, for the error's message.

const UINT32_MAX = 2 ** 32 - 1;

function number(value, what) {
  if (typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint' || typeof value === 'symbol') {
    throw new TypeError(`${what} is a ${typeof value}, not a number`);
  }
  return Number(value);
}

function inRange(value, what, min, max) {
  const converted = Math.trunc(number(value, what));
  if (!(converted >= min && converted <= max)) {
    throw new TypeError(`${what} is ${String(value)} (expected ${min} to ${max})`);
  }
  return converted + 0;
}

function unsignedLongInRange(value, what) {
  return inRange(value, what, 0, UINT32_MAX);
}

function longInRange(value, what) {
  return inRange(value, what, -(2 ** 31), 2 ** 31 - 1);
}

function unsignedLong(value, what) {
  return number(value, what) >>> 0;
}

function double(value, what) {
  const converted = number(value, what);
  if (!Number.isFinite(converted)) {
    throw new TypeError(`${what} is ${converted}, which is not finite`);
  }
  return converted;
}

function float(value, what) {
  return double(Math.fround(double(value, what)), what);
}

function boolean(value) {
  return Boolean(value);
}

function domString(value, what) {
  if (typeof value === 'symbol') {
    throw new TypeError(`${what} is a symbol, not a string`);
  }
  return String(value);
}

function usvString(value, what) {
  return domString(value, what).toWellFormed();
}

/** (bigint or unrestricted double): which of the two is the value's own choice. */
function mlNumber(value, what) {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return value;
  }
  const primitive = typeof value === 'object' && value !== null ? value.valueOf() : value;
  return typeof primitive === 'bigint' ? primitive : number(value, what);
}

function enumeration(values) {
  return (value, what) => values[enumerationIndex(values)(value, what)];
}

function enumerationIndex(values) {
  return (value, what) => {
    const text = domString(value, what);
    const index = values.indexOf(text);
    if (index < 0) {
      throw new TypeError(`${what} is '${text}' (expected ${values.map(known => `'${known}'`).join(', ')})`);
    }
    return index;
  };
}

function iterable(value, what) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || typeof value[Symbol.iterator] !== 'function') {
    throw new TypeError(`${what} is not a sequence`);
  }
  return value;
}

function sequence(convert) {
  return (value, what) => {
    const items = [];
    for (const item of iterable(value, what)) {
      items.push(convert(item, `${what}[${items.length}]`));
    }
    return items;
  };
}

/** The value itself; an empty object for undefined and null. */
function dictionary(value, what) {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw new TypeError(`${what} is a ${typeof value}, not an object`);
  }
  return value;
}

function optional(value, convert, what, missing) {
  return value === undefined ? missing : convert(value, what);
}

function required(value, convert, what) {
  if (value === undefined) {
    throw new TypeError(`${what} is missing`);
  }
  return convert(value, what);
}

/** record<USVString, T>: a Map in the order of the object's own keys. */
function record(value, convert, what) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    throw new TypeError(`${what} is not an object`);
  }
  const entries = new Map();
  for (const key of Reflect.ownKeys(value)) {
    if (Object.getOwnPropertyDescriptor(value, key)?.enumerable) {
      const name = usvString(key, what);
      entries.set(name, convert(value[key], `${what}['${name}']`));
    }
  }
  return entries;
}

/** AllowSharedBufferSource: a view of its bytes. */
function bytes(value, what) {
  if (ArrayBuffer.isView(value)) {
    return value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)) {
    return new Uint8Array(value);
  }
  throw new TypeError(`${what} is neither an ArrayBuffer nor a view of one`);
}

// https://www.w3.org/TR/webnn/#appendices-mloperanddatatype-arraybufferview-compatibility; 16-bit integers stand for half floats, as in Chromium.
const VIEWS = {
  float32: ['Float32Array'], float16: ['Float16Array', 'Uint16Array'], int64: ['BigInt64Array'], uint64: ['BigUint64Array'],
  int32: ['Int32Array'], uint32: ['Uint32Array'], int8: ['Int8Array'], uint8: ['Uint8Array'],
};

/** The same for elements of a type: of views only those of the type, and Uint8Array for any. */
function elementBytes(value, dataType, what) {
  const name = ArrayBuffer.isView(value) ? value[Symbol.toStringTag] : 'Uint8Array';
  if (name !== 'Uint8Array' && !VIEWS[dataType].includes(name)) {
    throw new TypeError(`${what} is a ${name} (expected ${VIEWS[dataType].join(' or ')} for ${dataType}, Uint8Array or an ArrayBuffer)`);
  }
  return bytes(value, what);
}

function requireArguments(what, given, needed) {
  if (given < needed) {
    throw new TypeError(`${what} needs ${needed} argument${needed === 1 ? '' : 's'}; got ${given}`);
  }
}

module.exports = {
  unsignedLongInRange, longInRange, unsignedLong, double, float, boolean, domString, usvString, mlNumber,
  enumeration, enumerationIndex, iterable, sequence, dictionary, optional, required, record, bytes, elementBytes, requireArguments,
};
