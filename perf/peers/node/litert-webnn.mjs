// LiteRT.js with its WebNN accelerator, on this project's navigator.ml. WEBNN_NODE_ADDON names the addon.
import { loadLiteRtOnWebNN, version } from './capture.mjs';
import { serve } from './peer.mjs';

await serve(async (bytes, threads, inputs) => {
  const { model, tensors } = await loadLiteRtOnWebNN(bytes, threads, inputs);
  let results = [];
  return {
    runtime: `LiteRT.js ${version} on webnn-node, Node.js ${process.version}`,
    run: async () => {
      results.forEach(tensor => tensor.delete());
      results = await model.run(tensors);
    },
    outputs: () => Promise.all(results.map(async tensor => new Uint8Array((await tensor.data()).slice().buffer))),
  };
});
