// LiteRT.js: a current TensorFlow Lite and XNNPACK in WebAssembly, with relaxed SIMD (Node.js 22 and newer), without it on older ones.
import { createRequire } from 'node:module';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensorsOf } from './litert-model.mjs';
import { library, serveLiteRt, version } from './litert.mjs';

// Its scripts lie in a package of modules, and are none: Node.js runs them, and their threads, only from a place that says so.
const scripts = mkdtempSync(join(tmpdir(), 'litert-'));
process.on('exit', () => rmSync(scripts, { recursive: true, force: true }));
cpSync(join(library, 'wasm'), scripts, { recursive: true });
writeFileSync(join(scripts, 'package.json'), '{"type": "commonjs"}');

// It loads them as in a browser's worker.
globalThis.self = globalThis;
const require = createRequire(import.meta.url);
globalThis.importScripts = path => {
  globalThis.ModuleFactory = require(path);
};

await serveLiteRt(`LiteRT in WebAssembly SIMD, @litertjs/core ${version}`, async (bytes, threads, inputs) => {
  const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core');
  await loadLiteRt(`${scripts}/`, { threads: threads > 1 });
  const model = await loadAndCompile(bytes, { accelerator: 'wasm', cpuOptions: { numThreads: threads } });
  return { model, tensors: tensorsOf(model, inputs, Tensor) };
});
