import { openRunner } from '../tflite-runner.mjs';
import manifest from '/node_modules/@tensorflow/tfjs-tflite/package.json' with { type: 'json' };

const folder = '/node_modules/@tensorflow/tfjs-tflite/wasm/';

export async function open(model, threads, inputs) {
  const script = `${folder}tflite_web_api_cc_simd${threads > 1 ? '_threaded' : ''}.js`;
  await new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement('script'), { src: script, onload, onerror })));
  const module = await globalThis.tflite_web_api_ModuleFactory({ locateFile: file => folder + file, mainScriptUrlOrBlob: script });
  return {
    ...openRunner(module, model, threads, inputs),
    runtime: `TensorFlow Lite in WebAssembly SIMD, @tensorflow/tfjs-tflite ${manifest.version}`,
  };
}
