'use strict';

// For transformers.js, which takes onnxruntime-node in Node.js unless it is given another runtime. Sets, with what ./ort sets:
//   Symbol.for('onnxruntime')   onnxruntime-web, which has to be installed; where nothing names an execution provider, it runs on WebNN
// Differences from onnxruntime-web itself: a model may be a file's path, and the WebAssembly comes from the package, not from a server.
// With it, from_pretrained() and pipeline() need {device: 'auto'}: transformers.js knows no device of a runtime that it was given.

const {readFile} = require('node:fs/promises');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
require('./ort');

const library = 'onnxruntime-web/all';
const ort = require(library);
ort.env.wasm.wasmPaths ??= pathToFileURL(path.dirname(require.resolve(library)) + path.sep).href;

async function create(pathOrBytes, options = {}) {
  const executionProviders = options.executionProviders?.length > 0 ? options.executionProviders : [{name: 'webnn', deviceType: 'cpu'}];
  const model = typeof pathOrBytes === 'string' ? new Uint8Array(await readFile(pathOrBytes)) : pathOrBytes;
  return ort.InferenceSession.create(model, {...options, executionProviders});
}

globalThis[Symbol.for('onnxruntime')] ??= {...ort, InferenceSession: {create}};
