// LiteRT.js with its WebNN accelerator, on this project's navigator.ml. WEBNN_NODE_ADDON names the addon.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serve } from './peer.mjs';

const require = createRequire(import.meta.url);
const library = dirname(dirname(require.resolve('@litertjs/core')));
const { version } = JSON.parse(readFileSync(join(library, 'package.json')));
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

await serve(async (bytes, threads, inputs) => {
  const { default: host } = await import('../../../hosts/node/webnn-node/index.js');
  host.configure({ threads });
  await import('../../../hosts/node/webnn-node/register.js');
  await import('../../../hosts/node/webnn-node/shims/litert.js');
  const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core');
  await loadLiteRt(join(library, 'wasm/'), { jspi: true });
  const model = await loadAndCompile(bytes, { accelerator: 'webnn', webNNOptions: { devicePreference: 'cpu' } });
  if (!model.isFullyAccelerated) throw new Error('LiteRT.js runs a part of it in WebAssembly');
  const tensors = model.getInputDetails().map(({ dtype, shape }, i) => {
    if (!arrays[dtype]) throw new Error(`LiteRT.js has no ${dtype} inputs`);
    const given = inputs[i];
    return new Tensor(new arrays[dtype](given.buffer.slice(given.byteOffset, given.byteOffset + given.byteLength)), [...shape]);
  });
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
