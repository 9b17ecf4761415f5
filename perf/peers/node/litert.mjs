// What the peers on LiteRT.js have in common.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { serve } from './peer.mjs';

const require = createRequire(import.meta.url);
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** The package's folder. */
export const library = dirname(dirname(require.resolve('@litertjs/core')));
export const { version } = require('@litertjs/core/package.json');

/** The tensors of a model's inputs, which have these bytes, or zeros. */
export function tensorsOf(model, inputs, Tensor) {
  return model.getInputDetails().map(({ dtype, shape }, i) => {
    if (!arrays[dtype]) throw new Error(`LiteRT.js has no ${dtype} inputs`);
    const bytes = inputs[i] ?? new Uint8Array(shape.reduce((a, b) => a * b, 1) * arrays[dtype].BYTES_PER_ELEMENT);
    return new Tensor(new arrays[dtype](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), [...shape]);
  });
}

/** @param {(bytes: Uint8Array, threads: number, inputs: Uint8Array[]) => Promise<{ model, tensors }>} load */
export const serveLiteRt = (runtime, load) => serve(async (bytes, threads, inputs) => {
  const { model, tensors } = await load(bytes, threads, inputs);
  let results = [];
  return {
    runtime: `${runtime}, Node.js ${process.version}`,
    run: async () => {
      results.forEach(tensor => tensor.delete());
      results = await model.run(tensors);
    },
    outputs: () => Promise.all(results.map(async tensor => new Uint8Array((await tensor.data()).slice().buffer))),
  };
});
