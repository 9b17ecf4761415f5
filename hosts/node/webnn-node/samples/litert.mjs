// LiteRT.js with its WebNN accelerator. Needs Node.js 24 or newer, and npm install @litertjs/core.
//   node litert.mjs MODEL.tflite

import 'webnn-node/register';
import 'webnn-node/shims/litert';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const {loadLiteRt, loadAndCompile, Tensor} = await import('@litertjs/core');
const core = path.dirname(createRequire(import.meta.url).resolve('@litertjs/core/package.json'));
await loadLiteRt(path.join(core, 'wasm') + path.sep, {jspi: true});

const model = await loadAndCompile(new Uint8Array(readFileSync(process.argv[2])), {accelerator: 'webnn', webNNOptions: {devicePreference: 'cpu'}});
const [{shape}] = model.getInputDetails();
const [output] = await model.run(new Tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), [...shape]));
const scores = output.toTypedArray();
console.log(`whole on WebNN: ${model.isFullyAccelerated}, ${scores.length} outputs, the largest is number ${scores.indexOf(Math.max(...scores))}`);
process.exit();
