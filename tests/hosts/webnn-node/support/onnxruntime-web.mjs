// onnxruntime-web, unmodified: its WebNN provider against its own WebAssembly kernels.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import 'webnn-node/register';
import 'webnn-node/shims/ort';
import {image, mobilenetV2} from './networks.mjs';
import {indexOfLargest, largestDifference} from './shared.mjs';

const SIZE = 96;

/** The tests for one of its builds. */
export function testBuild(ort) {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const feed = () => ({image: new ort.Tensor('float32', image(3 * SIZE * SIZE), [1, 3, SIZE, SIZE])});

  const run = async (bytes, provider, options = {}) => {
    const session = await ort.InferenceSession.create(bytes, {executionProviders: [provider], ...options});
    const {scores} = await session.run(feed());
    const result = Float32Array.from(scores.data ?? [], value => value);
    return {session, scores, result};
  };

  test('MobileNetV2 in floats gives what its own kernels give', async () => {
    const bytes = mobilenetV2({size: SIZE});
    const ours = await run(bytes, {name: 'webnn', deviceType: 'cpu'});
    const own = await run(bytes, 'wasm');
    assert.ok(largestDifference(ours.result, own.result) <= 1e-5, `${largestDifference(ours.result, own.result)}`);
    assert.equal(indexOfLargest(ours.result), indexOfLargest(own.result));
    await ours.session.release();
    await own.session.release();
  });

  test('MobileNetV2 in 8 bits gives the same class', async () => {
    const bytes = mobilenetV2({size: SIZE, isQuantized: true});
    const ours = await run(bytes, {name: 'webnn', deviceType: 'cpu'});
    const own = await run(bytes, 'wasm');
    assert.equal(indexOfLargest(ours.result), indexOfLargest(own.result));
    await ours.session.release();
    await own.session.release();
  });

  test('a context of the user\'s is shared, and results stay in its tensors', async () => {
    const context = await navigator.ml.createContext({deviceType: 'cpu'});
    const input = await context.createTensor({dataType: 'float32', shape: [1, 3, SIZE, SIZE], writable: true});
    context.writeTensor(input, image(3 * SIZE * SIZE));
    const session = await ort.InferenceSession.create(mobilenetV2({size: SIZE}), {
      executionProviders: [{name: 'webnn', context}], preferredOutputLocation: 'ml-tensor',
    });
    const {scores} = await session.run({image: ort.Tensor.fromMLTensor(input, {dataType: 'float32', dims: [1, 3, SIZE, SIZE]})});
    assert.ok(scores.mlTensor instanceof MLTensor);
    const sum = new Float32Array(await context.readTensor(scores.mlTensor)).reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum - 1) < 1e-4, `the scores add up to ${sum}`);
    await session.release();
  });
}
