// LiteRT.js, unmodified: its WebNN delegate against its own WebAssembly kernels.

import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {test} from 'node:test';
import 'webnn-node/register';
import 'webnn-node/shims/litert';
import {indexOfLargest, largestDifference, requires, shared} from './support/shared.mjs';

// It logs how many nodes of its first model it gives to WebNN.
let logged = '';
for (const name of ['log', 'info', 'error']) {
  const print = console[name];
  console[name] = (...values) => {
    logged += values.join(' ');
    print(...values);
  };
}

const {loadLiteRt, loadAndCompile, Tensor} = await import('@litertjs/core');
const folder = path.dirname(createRequire(import.meta.url).resolve('@litertjs/core/package.json'));
await loadLiteRt(path.join(folder, 'wasm') + path.sep, {jspi: true});

const ARRAYS = {float32: Float32Array, int32: Int32Array, uint8: Uint8Array};

function inputs(model) {
  return model.getInputDetails().map(({shape, dtype}) => {
    const length = shape.reduce((product, dimension) => product * dimension, 1);
    const divisor = dtype === 'float32' ? 255 : 1;
    return new Tensor(ARRAYS[dtype].from({length}, (_, i) => ((i * 31 + 7) % 255) / divisor), [...shape]);
  });
}

async function run(file, accelerator) {
  const options = accelerator === 'webnn' ? {accelerator, webNNOptions: {devicePreference: 'cpu'}} : {accelerator};
  const model = await loadAndCompile(new Uint8Array(readFileSync(file)), options);
  const outputs = (await model.run(inputs(model))).map(output => output.toTypedArray());
  return {isWhole: model.isFullyAccelerated, outputs};
}

// Whether WebNN runs it whole, and the largest difference allowed: kws computes with integers on its own kernels, and with floats here.
for (const [name, isWhole, allowed] of [
  ['mobilenet_v2_fp32', true, 1e-5], ['mobilenet_v1_0.25_224_fp32', true, 1e-5], ['vww_96_float', true, 1e-5], ['face_landmark', true, 1e-3],
  ['ad01_fp32', true, 1e-4], ['kws_ref_model_dynamic_range', true, 1e-3], ['yamnet_audio_classifier', false, 1e-5],
]) {
  const made = `models/${name}.tflite`;
  const isMade = existsSync(made);
  test(`${name} gives what its own kernels give`, isMade ? {} : requires('models', `${name}.tflite`), async () => {
    const file = isMade ? made : shared('models', `${name}.tflite`);
    const [ours, own] = [await run(file, 'webnn'), await run(file, 'wasm')];
    assert.equal(ours.isWhole, isWhole);
    ours.outputs.forEach((output, i) => assert.ok(largestDifference(output, own.outputs[i]) <= allowed, `output ${i}: ${largestDifference(output, own.outputs[i])}`));
    assert.equal(indexOfLargest(ours.outputs[0]), indexOfLargest(own.outputs[0]));
    if (name === 'mobilenet_v2_fp32') {
      assert.match(logged, /nodes in the graph: 65, number of nodes supported by WebNN: 65\./);
    }
  });
}

// Which step of 8 bits a value falls to depends on how the processor's kernels round: five apart on AVX2, seven with AVX-512.
test('a quantized MobileNetV2 runs whole, within a few steps and with the same class', requires('models', 'mobilenet_v2_1.0_224_ptq_int8.tflite'), async () => {
  const file = shared('models', 'mobilenet_v2_1.0_224_ptq_int8.tflite');
  const [ours, own] = [await run(file, 'webnn'), await run(file, 'wasm')];
  assert.equal(ours.isWhole, true);
  assert.ok(largestDifference(ours.outputs[0], own.outputs[0]) <= 8, `${largestDifference(ours.outputs[0], own.outputs[0])}`);
  assert.equal(indexOfLargest(ours.outputs[0]), indexOfLargest(own.outputs[0]));
});
