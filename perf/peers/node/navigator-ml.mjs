// navigator.ml by itself: the graph that LiteRT.js builds, written, dispatched and read without LiteRT.js. WEBNN_NODE_ADDON names the addon.
import { captureGraph } from './capture.mjs';
import { serve } from './peer.mjs';

await serve(async (bytes, threads, data) => {
  const { context, graph, inputs, outputs } = await captureGraph(bytes, threads, data);
  const sources = Object.values(inputs);
  const targets = Object.values(outputs);
  let results = [];
  return {
    runtime: `webnn-node, Node.js ${process.version}`,
    run: async () => {
      sources.forEach((tensor, i) => context.writeTensor(tensor, data[i]));
      context.dispatch(graph, inputs, outputs);
      results = await Promise.all(targets.map(tensor => context.readTensor(tensor)));
    },
    outputs: () => results.map(result => new Uint8Array(result)),
  };
});
