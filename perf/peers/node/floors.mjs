// What a call of webnn-node costs: node floors.mjs MODEL prints {name: value} as JSON, medians. WEBNN_NODE_ADDON names the addon.
import { readFileSync } from 'node:fs';
import { captureGraph } from './litert-model.mjs';
import { loadOnWebNN } from './litert.mjs';

const SLICES = 21;
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Microseconds that a step takes, from slices of so many. */
async function microseconds(times, step) {
  const slices = [];
  for (let slice = 0; slice < SLICES; slice++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) {
      const pending = step();
      if (pending !== undefined) await pending;
    }
    slices.push((performance.now() - start) * 1000 / times);
  }
  return median(slices.slice(1));
}

console.log = console.info = console.debug = () => {};
const { context, graph, inputs, outputs } = await captureGraph(await loadOnWebNN(new Uint8Array(readFileSync(process.argv[2])), 1, []));

async function relu(synchronous) {
  const context = await navigator.ml.createContext({ deviceType: 'cpu', synchronous });
  const descriptor = { dataType: 'float32', shape: [1, 4] };
  const builder = new MLGraphBuilder(context);
  const graph = await builder.build({ y: builder.relu(builder.input('x', descriptor)) });
  const x = await context.createTensor({ ...descriptor, writable: true });
  const y = await context.createTensor({ ...descriptor, readable: true });
  const [source, target, feeds, fetches] = [new Float32Array(4), new Float32Array(4), { x }, { y }];
  return {
    dispatch: () => context.dispatch(graph, feeds, fetches),
    compute: () => graph.computeSync(feeds, fetches),
    roundTrip: () => {
      context.writeTensor(x, source);
      context.dispatch(graph, feeds, fetches);
      return context.readTensor(y, target);
    },
  };
}

/** The longest time that JavaScript could not run while the model ran, in milliseconds. */
async function longestPause() {
  let [isRunning, last, longest] = [true, performance.now(), 0];
  const look = () => {
    const now = performance.now();
    [longest, last] = [Math.max(longest, now - last), now];
    if (isRunning) setImmediate(look);
  };
  setImmediate(look);
  const [target] = Object.values(outputs);
  context.dispatch(graph, inputs, outputs);
  await context.readTensor(target);
  isRunning = false;
  return longest;
}

const [synchronous, asynchronous] = [await relu(true), await relu(false)];
const tensor = await context.createTensor({ dataType: 'float32', shape: [1] });
tensor.destroy();
const pauses = [];
for (let i = 0; i < SLICES; i++) pauses.push(await longestPause());

const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};
const before = heap();
const builders = Array.from({ length: 10_000 }, () => new MLGraphBuilder(context));
const builderBytes = (heap() - before) / builders.length;

process.stdout.write(JSON.stringify({
  idleCallUs: await microseconds(20_000, () => tensor.destroy()),
  synchronousDispatchUs: await microseconds(2_000, synchronous.dispatch),
  computeSyncUs: await microseconds(2_000, synchronous.compute),
  asynchronousRoundTripUs: await microseconds(500, asynchronous.roundTrip),
  mainThreadPauseMs: median(pauses),
  unbuiltBuilderUs: await microseconds(2_000, () => void new MLGraphBuilder(context)),
  unbuiltBuilderBytes: Math.max(0, builderBytes),
}) + '\n');
process.exit();
