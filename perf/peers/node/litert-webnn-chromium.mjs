// LiteRT.js with its WebNN accelerator on Chromium's own navigator.ml.
import { serveInChromium } from './chromium/serve.mjs';

await serveInChromium('litert-webnn');
