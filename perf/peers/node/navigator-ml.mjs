// navigator.ml by itself: the graph that LiteRT.js builds, written, dispatched and read without LiteRT.js. WEBNN_NODE_ADDON names the addon.
import { captureGraph, runGraph } from './litert-model.mjs';
import { loadOnWebNN } from './litert.mjs';
import { serve } from './peer.mjs';

await serve(async (bytes, threads, inputs) => ({
  ...runGraph(await captureGraph(await loadOnWebNN(bytes, threads, inputs)), inputs),
  runtime: `webnn-node, Node.js ${process.version}`,
}));
