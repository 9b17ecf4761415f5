// A program with onnxruntime-web and nothing else that keeps Node.js running.

import 'webnn-node/register';
import 'webnn-node/shims/ort';
import {image, mobilenetV2} from './support/networks.mjs';
import {indexOfLargest} from './support/shared.mjs';

const ort = await import('onnxruntime-web/all');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
const session = await ort.InferenceSession.create(mobilenetV2(), {executionProviders: [{name: 'webnn', deviceType: 'cpu'}]});
const {scores} = await session.run({image: new ort.Tensor('float32', image(3 * 224 * 224), [1, 3, 224, 224])});
console.log(`class ${indexOfLargest(scores.data)}`);

// Node.js 20 waits for V8, which is still optimizing the library, even in process.exit().
process.kill(process.pid, 'SIGKILL');
