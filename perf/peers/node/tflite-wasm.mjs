// TensorFlow Lite compiled to WebAssembly with SIMD, XNNPACK applied: what TensorFlow.js runs .tflite models on, driven without TensorFlow.js.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from './peer.mjs';
import { lendWorkers } from './web-workers.mjs';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@tensorflow/tfjs-tflite/package.json');
const { version } = require(manifest);

await serve(async (model, threads, inputs) => {
  const name = `tflite_web_api_cc_simd${threads > 1 ? '_threaded' : ''}`;
  const script = join(dirname(manifest), 'wasm', `${name}.js`);
  if (threads > 1) lendWorkers();
  const module = await require(script)({
    wasmBinary: readFileSync(script.replace(/js$/, 'wasm')),
    locateFile: file => join(dirname(script), file),
    mainScriptUrlOrBlob: script,
    print: console.error,
    printErr: console.error,
  });
  const bytes = module._malloc(model.length);
  module.HEAPU8.set(model, bytes);
  const created = module.TFLiteWebModelRunner.CreateFromBufferAndOptions(bytes, model.length, {
    numThreads: threads, enableProfiling: false, maxProfilingBufferEntries: 0, enableXnnpack: true, enableWebNNDelegate: false, webNNDevicePreference: 0,
  });
  if (!created.ok()) throw new Error(created.errorMessage());
  const runner = created.value();
  list(runner.GetInputs()).forEach((tensor, i) => bytesOf(tensor).set(inputs[i]));
  return {
    runtime: `TensorFlow Lite in WebAssembly SIMD, @tensorflow/tfjs-tflite ${version}, Node.js ${process.version}`,
    run: () => {
      if (!runner.Infer()) throw new Error('Infer failed');
    },
    outputs: () => list(runner.GetOutputs()).map(tensor => bytesOf(tensor).slice()),
  };
});

function list(vector) {
  return Array.from({ length: vector.size() }, (_, i) => vector.get(i));
}

/** A tensor's memory. It may move with the heap: never kept. */
function bytesOf(tensor) {
  const data = tensor.data();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
