// LiteRT.js: a current TensorFlow Lite and XNNPACK in WebAssembly, with relaxed SIMD (Node.js 22 and newer), without it on older ones.
import { createRequire } from 'node:module';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from './peer.mjs';

const require = createRequire(import.meta.url);
const library = dirname(dirname(require.resolve('@litertjs/core')));
const { version } = JSON.parse(readFileSync(join(library, 'package.json')));
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

// Its scripts lie in a package of modules, and are none: Node.js runs them, and their threads, only from a place that says so.
const scripts = mkdtempSync(join(tmpdir(), 'litert-'));
process.on('exit', () => rmSync(scripts, { recursive: true, force: true }));
cpSync(join(library, 'wasm'), scripts, { recursive: true });
writeFileSync(join(scripts, 'package.json'), '{"type": "commonjs"}');

// It loads them as in a browser's worker.
globalThis.self = globalThis;
globalThis.importScripts = path => {
  globalThis.ModuleFactory = require(path);
};

await serve(async (model, threads, inputs) => {
  const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core');
  await loadLiteRt(`${scripts}/`, { threads: threads > 1 });
  const compiled = await loadAndCompile(model, { accelerator: 'wasm', cpuOptions: { numThreads: threads } });
  const tensors = compiled.getInputDetails().map(({ dtype, shape }, i) => {
    if (!arrays[dtype]) throw new Error(`LiteRT.js has no ${dtype} inputs`);
    const bytes = inputs[i];
    return new Tensor(new arrays[dtype](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), shape);
  });
  let results = [];
  return {
    runtime: `LiteRT in WebAssembly SIMD, @litertjs/core ${version}, Node.js ${process.version}`,
    run: async () => {
      results.forEach(tensor => tensor.delete());
      results = await compiled.run(tensors);
    },
    outputs: () => Promise.all(results.map(async tensor => new Uint8Array((await tensor.data()).slice().buffer))),
  };
});
