// A model's graph on navigator.ml as LiteRT.js builds it, to be run without LiteRT.js.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const library = dirname(dirname(require.resolve('@litertjs/core')));
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };
export const { version } = require('@litertjs/core/package.json');

/** LiteRT.js with WebNN, the model and the tensors of its inputs, which have these bytes. */
export async function loadLiteRtOnWebNN(bytes, threads, inputs) {
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
    const given = inputs[i] ?? new Uint8Array(shape.reduce((a, b) => a * b, 1) * arrays[dtype].BYTES_PER_ELEMENT);
    return new Tensor(new arrays[dtype](given.buffer.slice(given.byteOffset, given.byteOffset + given.byteLength)), [...shape]);
  });
  return { model, tensors };
}

/** What LiteRT.js dispatches: { context, graph, inputs, outputs }, the tensors by their names. */
export async function captureGraph(bytes, threads, inputs) {
  const { model, tensors } = await loadLiteRtOnWebNN(bytes, threads, inputs);
  const { dispatch } = MLContext.prototype;
  let captured;
  MLContext.prototype.dispatch = function (graph, inputs, outputs) {
    captured = { context: this, graph, inputs, outputs };
    return dispatch.call(this, graph, inputs, outputs);
  };
  (await model.run(tensors)).forEach(tensor => tensor.delete());
  MLContext.prototype.dispatch = dispatch;
  return captured;
}
