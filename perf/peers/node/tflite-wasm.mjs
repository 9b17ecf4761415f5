// TensorFlow Lite compiled to WebAssembly with SIMD, XNNPACK applied: what TensorFlow.js runs .tflite models on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from './peer.mjs';
import { openRunner } from './tflite-runner.mjs';
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
  return {
    ...openRunner(module, model, threads, inputs),
    runtime: `TensorFlow Lite in WebAssembly SIMD, @tensorflow/tfjs-tflite ${version}, Node.js ${process.version}`,
  };
});
