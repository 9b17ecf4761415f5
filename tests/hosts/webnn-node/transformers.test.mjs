// transformers.js, unmodified, on the runtime that Symbol.for('onnxruntime') gives it.

import assert from 'node:assert/strict';
import path from 'node:path';
import {test} from 'node:test';
import 'webnn-node/register';
import 'webnn-node/shims/transformers';
import {AutoModelForImageClassification, env, pipeline, RawImage, Tensor} from '@huggingface/transformers';
import {writeClassifier} from './support/classifier.mjs';
import {image} from './support/networks.mjs';
import {indexOfLargest, largestDifference} from './support/shared.mjs';

const SIZE = 64;
const folder = path.resolve('classifiers');
writeClassifier(folder, 'fixed', SIZE);
writeClassifier(folder, 'dynamic', SIZE, 'batch_size');
Object.assign(env, {localModelPath: folder, allowRemoteModels: false});

let dispatches = 0;
const {dispatch} = MLContext.prototype;
MLContext.prototype.dispatch = function (...values) {
  dispatches++;
  return dispatch.apply(this, values);
};

const auto = {device: 'auto', dtype: 'fp32'};
const own = {...auto, session_options: {executionProviders: ['wasm']}};

async function logits(name, options) {
  const model = await AutoModelForImageClassification.from_pretrained(name, options);
  const outputs = await model({pixel_values: new Tensor('float32', image(3 * SIZE * SIZE), [1, 3, SIZE, SIZE])});
  await model.dispose();
  return outputs.logits.data;
}

test('a model gives what the runtime\'s own kernels give', async () => {
  const expected = await logits('fixed', own);
  assert.equal(dispatches, 0);
  const actual = await logits('fixed', auto);
  assert.equal(dispatches, 1);
  assert.ok(largestDifference(actual, expected) <= 1e-5, `${largestDifference(actual, expected)}`);
  assert.equal(indexOfLargest(actual), indexOfLargest(expected));
});

test('a dimension without a size gets it from freeDimensionOverrides', async () => {
  const before = dispatches;
  const actual = await logits('dynamic', {...auto, session_options: {freeDimensionOverrides: {batch_size: 1}}});
  assert.equal(dispatches, before + 1);
  assert.equal(indexOfLargest(actual), indexOfLargest(await logits('fixed', own)));
});

test('a pipeline reads a picture and names its classes', async () => {
  const classify = async options => {
    const classifier = await pipeline('image-classification', 'fixed', options);
    const classes = await classifier(new RawImage(Uint8ClampedArray.from({length: 3 * SIZE * SIZE}, (_, i) => i % 251), SIZE, SIZE, 3), {top_k: 3});
    await classifier.dispose();
    return classes.map(({label}) => label);
  };
  assert.deepEqual(await classify(auto), await classify(own));
});
