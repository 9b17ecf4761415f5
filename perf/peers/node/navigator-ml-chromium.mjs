// Chromium's own navigator.ml by itself: the graph that LiteRT.js builds, written, dispatched and read without LiteRT.js.
import { serveInChromium } from './chromium/serve.mjs';

await serveInChromium('navigator-ml');
