'use strict';

const webidl = require('./webidl');

/** The strings of a tensor, as views of its bytes: TensorFlow Lite lays out their number, where each begins and the last ends, and their bytes. */
function unpackStrings(data) {
  if (data.byteLength === 0) {
    return [];
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const offset = index => view.getInt32(4 * (index + 1), true);
  return Array.from({length: view.getInt32(0, true)}, (_, i) => data.subarray(offset(i), offset(i + 1)));
}

/** Strings, or bytes of strings: {bytes, one after the other, and their lengths}. */
function packStrings(values, what) {
  const encoder = new TextEncoder();
  const parts = webidl.sequence((value, name) => (typeof value === 'string' ? encoder.encode(value) : element(value, name)))(values, what);
  return {bytes: Buffer.concat(parts), lengths: Float64Array.from(parts, part => part.length)};
}

function element(value, what) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return webidl.bytes(value, what);
  }
  throw new TypeError(`${what} is neither a string nor the bytes of one`);
}

module.exports = {unpackStrings, packStrings};
