import { loadAndCompile, loadLiteRt, Tensor } from '@litertjs/core';
import manifest from '/node_modules/@litertjs/core/package.json' with { type: 'json' };
import { runModel, tensorsOf } from '../litert-model.mjs';

export async function open(bytes, threads, inputs) {
  await loadLiteRt('/node_modules/@litertjs/core/wasm/', { threads: threads > 1 });
  const model = await loadAndCompile(bytes, { accelerator: 'wasm', cpuOptions: { numThreads: threads } });
  return {
    ...runModel({ model, tensors: tensorsOf(model, inputs, Tensor) }),
    runtime: `LiteRT in WebAssembly SIMD, @litertjs/core ${manifest.version}`,
  };
}
