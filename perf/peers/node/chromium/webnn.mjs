// What the peers on Chromium's own navigator.ml have in common.
import * as litert from '@litertjs/core';
import manifest from '/node_modules/@litertjs/core/package.json' with { type: 'json' };
import { compileForWebNN, runGraph } from '../litert-model.mjs';
import { time } from '../timing.mjs';

const RUNS = 201;

/** The model in LiteRT.js, all of it on navigator.ml, and the tensors of its inputs. */
export async function load(bytes, inputs) {
  // LiteRT.js would only say that nothing of the model is accelerated.
  if (!globalThis.navigator.ml) throw new Error('this browser has no navigator.ml');
  await navigator.ml.createContext({ deviceType: 'cpu' });
  await litert.loadLiteRt('/node_modules/@litertjs/core/wasm/', { jspi: true });
  return compileForWebNN(bytes, inputs, litert);
}

/** What runs, with what the smallest graph takes: all that is not the model's own. The browser alone decides how many threads there are. */
export const describe = async how =>
  `LiteRT.js ${manifest.version}${how} the browser's own navigator.ml (threads of its choice; a relu of 4 floats takes ${(await smallest()).toFixed(0)} us)`;

async function smallest() {
  const context = await navigator.ml.createContext({ deviceType: 'cpu' });
  const descriptor = { dataType: 'float32', shape: [1, 4] };
  const builder = new MLGraphBuilder(context);
  const graph = await builder.build({ y: builder.relu(builder.input('x', descriptor)) });
  const inputs = { x: await context.createTensor({ ...descriptor, writable: true }) };
  const outputs = { y: await context.createTensor({ ...descriptor, readable: true }) };
  const ms = await time(runGraph({ context, graph, inputs, outputs }, [new Float32Array(4)]).run, RUNS);
  return ms.toSorted((a, b) => a - b)[RUNS >> 1] * 1000;
}
