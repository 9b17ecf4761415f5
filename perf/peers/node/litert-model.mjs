// What is done with a model of LiteRT.js, in Node.js and in a browser.

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** The tensors of a model's inputs, which have these bytes, or zeros. */
export function tensorsOf(model, inputs, Tensor) {
  return model.getInputDetails().map(({ dtype, shape }, i) => {
    if (!arrays[dtype]) throw new Error(`LiteRT.js has no ${dtype} inputs`);
    const bytes = inputs[i] ?? new Uint8Array(shape.reduce((a, b) => a * b, 1) * arrays[dtype].BYTES_PER_ELEMENT);
    return new Tensor(new arrays[dtype](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), [...shape]);
  });
}

/** A model on WebNN: all of it, or an error. */
export async function compileForWebNN(bytes, inputs, { loadAndCompile, Tensor }) {
  const model = await loadAndCompile(bytes, { accelerator: 'webnn', webNNOptions: { devicePreference: 'cpu' } });
  if (!model.isFullyAccelerated) throw new Error('LiteRT.js runs a part of it in WebAssembly');
  return { model, tensors: tensorsOf(model, inputs, Tensor) };
}

/** @returns {{ run: () => Promise<void>, outputs: () => Promise<Uint8Array[]> }} */
export function runModel({ model, tensors }) {
  let results = [];
  return {
    run: async () => {
      results.forEach(tensor => tensor.delete());
      results = await model.run(tensors);
    },
    outputs: () => Promise.all(results.map(async tensor => new Uint8Array((await tensor.data()).slice().buffer))),
  };
}

/** What LiteRT.js dispatches for a model: { context, graph, inputs, outputs }, the tensors by their names. */
export async function captureGraph({ model, tensors }) {
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

/** A captured graph written, dispatched and read without LiteRT.js. @returns {{ run: () => Promise<void>, outputs: () => Uint8Array[] }} */
export function runGraph({ context, graph, inputs, outputs }, data) {
  const [sources, targets] = [Object.values(inputs), Object.values(outputs)];
  let results = [];
  return {
    run: async () => {
      sources.forEach((tensor, i) => context.writeTensor(tensor, data[i]));
      context.dispatch(graph, inputs, outputs);
      results = await Promise.all(targets.map(tensor => context.readTensor(tensor)));
    },
    outputs: () => results.map(result => new Uint8Array(result)),
  };
}
