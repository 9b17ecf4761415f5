// onnxruntime-web with one of its execution providers, on the networks of write-networks.mjs.
import { readFileSync } from 'node:fs';
import { image } from '../../../tests/hosts/webnn-node/support/networks.mjs';
import { serve } from './peer.mjs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.resolve('onnxruntime-web/all'))));

/** @param {(threads: number) => Promise<object>} load  Gives onnxruntime-web. */
export const serveOrt = (load, provider, what) => serve(async (bytes, threads) => {
  const ort = await load(threads);
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: [provider] });
  const [{ name, shape }] = session.inputMetadata;
  const input = new ort.Tensor('float32', image(shape.reduce((a, b) => a * b, 1)), shape);
  let results = {};
  return {
    runtime: `onnxruntime-web ${version} ${what}, Node.js ${process.version}`,
    run: async () => {
      results = await session.run({ [name]: input });
    },
    outputs: () => Object.values(results).map(({ data }) => new Uint8Array(data.slice().buffer)),
  };
});
