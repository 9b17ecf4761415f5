// A model's graph on navigator.ml as LiteRT.js builds it, to be run without LiteRT.js.
import { join } from 'node:path';
import { library, tensorsOf } from './litert.mjs';

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
  return { model, tensors: tensorsOf(model, inputs, Tensor) };
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
