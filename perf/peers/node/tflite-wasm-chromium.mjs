// The TensorFlow Lite of tflite-wasm.mjs in Chromium.
import { serveInChromium } from './chromium/serve.mjs';

await serveInChromium('tflite-wasm');
