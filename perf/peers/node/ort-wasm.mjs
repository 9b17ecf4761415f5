// onnxruntime-web's own kernels in WebAssembly.
import { serveOrt } from './ort.mjs';

await serveOrt(() => import('onnxruntime-web/wasm'), 'wasm', 'in WebAssembly');
