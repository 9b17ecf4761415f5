// onnxruntime-web with its WebNN provider. Needs Node.js 24 or newer, and npm install onnxruntime-web; in Node.js 20 and 22 import /all.
//   node onnxruntime-web.mjs MODEL.onnx       a model with one float input of a fixed shape

import 'webnn-node/register';
import 'webnn-node/shims/ort';
import {readFileSync} from 'node:fs';

const ort = await import('onnxruntime-web/jspi');
const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(process.argv[2])), {
  executionProviders: [{name: 'webnn', deviceType: 'cpu'}],
});
const [{name, shape}] = session.inputMetadata;
const outputs = await session.run({[name]: new ort.Tensor('float32', new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)});
for (const [output, {dims}] of Object.entries(outputs)) {
  console.log(`${output}: [${dims.join(', ')}]`);
}
await session.release();
