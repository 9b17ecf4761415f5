// The Web Neural Network API as in a browser.
//   node navigator-ml.mjs

import 'webnn-node/register';

const context = await navigator.ml.createContext({deviceType: 'cpu'});
const builder = new MLGraphBuilder(context);
const descriptor = {dataType: 'float32', shape: [2, 2]};
const a = builder.input('a', descriptor);
const b = builder.constant(descriptor, new Float32Array([1, 2, 3, 4]));
const graph = await builder.build({c: builder.relu(builder.sub(builder.matmul(a, b), builder.constant('float32', 5)))});

const input = await context.createTensor({...descriptor, writable: true});
const output = await context.createTensor({...descriptor, readable: true});
context.writeTensor(input, new Float32Array([1, 0, 0, 2]));
context.dispatch(graph, {a: input}, {c: output});
console.log([...new Float32Array(await context.readTensor(output))].join(' '));
