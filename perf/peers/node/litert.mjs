// What the peers on LiteRT.js in Node.js have in common.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileForWebNN, runModel } from './litert-model.mjs';
import { serve } from './peer.mjs';

const require = createRequire(import.meta.url);

/** The package's folder. */
export const library = dirname(dirname(require.resolve('@litertjs/core')));
export const { version } = require('@litertjs/core/package.json');

/** The model in LiteRT.js with its WebNN accelerator, on webnn-node, and the tensors of its inputs. */
export async function loadOnWebNN(bytes, threads, inputs) {
  const { default: host } = await import('../../../hosts/node/webnn-node/index.js');
  host.configure({ threads });
  await import('../../../hosts/node/webnn-node/register.js');
  await import('../../../hosts/node/webnn-node/shims/litert.js');
  const litert = await import('@litertjs/core');
  await litert.loadLiteRt(join(library, 'wasm/'), { jspi: true });
  return compileForWebNN(bytes, inputs, litert);
}

/** @param {(bytes: Uint8Array, threads: number, inputs: Uint8Array[]) => Promise<{ model, tensors }>} load */
export const serveLiteRt = (runtime, load) => serve(async (bytes, threads, inputs) => ({
  ...runModel(await load(bytes, threads, inputs)),
  runtime: `${runtime}, Node.js ${process.version}`,
}));
