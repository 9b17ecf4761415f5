// The LiteRT.js of litert-wasm.mjs in Chromium.
import { serveInChromium } from './chromium/serve.mjs';

await serveInChromium('litert-wasm');
