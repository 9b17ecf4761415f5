// A worker that ends with a dispatch, a build or a read under way, or after all is done, or that stays: as its workerData says.

import {parentPort, workerData} from 'node:worker_threads';
import {ml, MLGraphBuilder} from 'webnn-node';

const descriptor = {dataType: 'float32', shape: [256, 256]};
const context = await ml.createContext({deviceType: 'cpu'});
const builder = new MLGraphBuilder(context);
const x = builder.input('x', descriptor);
let y = x;
for (let i = 0; i < 20; i++) {
  y = builder.matmul(y, x);
}
const graph = await builder.build({y});
const [input, output] = await Promise.all([context.createTensor({...descriptor, writable: true}), context.createTensor({...descriptor, readable: true})]);
context.dispatch(graph, {x: input}, {y: output});
context.dispatch(graph, {x: input}, {y: output});
if (workerData === 'read') {
  context.readTensor(output);
} else if (workerData === 'build') {
  const next = new MLGraphBuilder(context);
  next.build({y: next.relu(next.input('x', descriptor))});
} else if (workerData === 'weights') {
  const next = new MLGraphBuilder(context);
  const weights = next.constant({dataType: 'float32', shape: [256, 16384]}, new Float32Array(2 ** 22));
  next.build({y: next.matmul(next.input('x', descriptor), weights)});
} else if (workerData === 'done') {
  await context.readTensor(output);
} else if (workerData === 'stays') {
  setInterval(() => {}, 1000);
}
parentPort?.postMessage('ready');
if (!['done', 'stays'].includes(workerData)) {
  process.exit(0);
}
