// webnn-node/tflite's Interpreter: TensorFlow Lite with WebNN as its delegate.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Interpreter} from 'webnn-node/tflite';
import {largestDifference, requires, shared} from './support/shared.mjs';

const missing = await Interpreter.load('models/add_relu.tflite').then(interpreter => interpreter.destroy(), error => error);
const needs = (...parts) => missing?.name === 'NotSupportedError' ? {skip: missing.message} : parts.length > 0 ? requires(...parts) : {};
const mobilenet = shared('models', 'mobilenet_v1_0.25_224_fp32.tflite');
const withMobilenet = needs('models', 'mobilenet_v1_0.25_224_fp32.tflite');

function fill({data}) {
  data.forEach((_, i) => data[i] = ((i * 31 + 7) % 255) / 255);
}

async function scores(options) {
  const interpreter = await Interpreter.load(mobilenet, options);
  fill(interpreter.inputs[0]);
  await interpreter.invoke();
  const [result, {report}] = [interpreter.outputs[0].data.slice(), interpreter];
  interpreter.destroy();
  return {result, report};
}

test('what is absent is named', async () => {
  await assert.rejects(Interpreter.load('models/add_relu.tflite', {tflite: '/no/such/library'}), {name: 'NotSupportedError', message: /TensorFlow Lite.*\/no\/such\/library/});
  await assert.rejects(Interpreter.load('models/add_relu.tflite', {delegates: ['gpu']}), {name: 'TypeError', message: /'webnn', 'xnnpack'/});
});

test('a model runs on WebNN over its tensors\' own memory', needs(), async () => {
  const interpreter = await Interpreter.load('models/add_relu.tflite', {signature: 'serving_default', partitioning: 'all'});
  const {report} = interpreter;
  assert.match(report.backend, /^TensorFlow Lite .*WebNN on ONNX Runtime .*XNNPACK$/);
  assert.deepEqual([report.nodes, report.totalNodes, report.refused, report.failure], [2, 2, [], '']);
  assert.match(report.graphs[0], /relu/);
  interpreter.input('left').data.set([1, -2, 3, -4]);
  interpreter.input('right').data.set([1, 1, -9, 9]);
  interpreter.invokeSync();
  assert.deepEqual([...interpreter.output('out').data], [2, 0, 0, 5]);
  interpreter.input('left').data[0] = 2;
  await interpreter.invoke();
  assert.deepEqual([...interpreter.outputs[0].data], [3, 0, 0, 5]);
});

test('by default a model of two tiny nodes stays with XNNPACK, and an unknown choice is refused', needs(), async () => {
  const {report} = await Interpreter.load('models/add_relu.tflite');
  const predicts = /AVX/.test(report.backend);
  assert.equal(report.nodes, predicts ? 0 : 2);
  assert.equal(report.refused.every(({reason}) => /predicted to be as fast or faster/.test(reason)), true);
  await assert.rejects(Interpreter.load('models/add_relu.tflite', {partitioning: 'some'}), TypeError);
});

test('with WebNN the scores are those of TensorFlow Lite\'s own kernels', withMobilenet, async () => {
  const [ours, own] = [await scores(), await scores({delegates: []})];
  assert.equal(ours.report.nodes, 31);
  assert.equal(own.report.nodes, 0);
  assert.ok(largestDifference(ours.result, own.result) <= 1e-5, `${largestDifference(ours.result, own.result)}`);
});

test('an input is resized, and the tensors are allocated anew', withMobilenet, async () => {
  const interpreter = await Interpreter.load(mobilenet);
  const [input] = interpreter.inputs;
  fill(input);
  interpreter.invokeSync();
  const expected = interpreter.outputs[0].data.slice();
  interpreter.resizeInput(input.name, [2, 224, 224, 3]);
  assert.equal(input.data.length, 0);
  assert.throws(() => interpreter.invokeSync(), {name: 'InvalidStateError'});
  await assert.rejects(interpreter.invoke(), {name: 'InvalidStateError'});
  await interpreter.allocateTensors();
  assert.deepEqual([interpreter.inputs[0].shape, interpreter.outputs[0].shape, interpreter.report.nodes], [[2, 224, 224, 3], [2, 1001], 31]);
  const half = interpreter.inputs[0].data.length / 2;
  interpreter.inputs[0].data.forEach((_, i, data) => data[i] = (((i % half) * 31 + 7) % 255) / 255);
  await interpreter.invoke();

  // One row and two are multiplied by different kernels.
  const difference = largestDifference(interpreter.outputs[0].data.subarray(1001), expected);
  assert.ok(difference <= 1e-6, `${difference}`);
});

test('what cannot be resized or prepared is an error, and the interpreter recovers', withMobilenet, async () => {
  const interpreter = await Interpreter.load(mobilenet);
  assert.throws(() => interpreter.resizeInput(0, [0, 224, 224, 3]), TypeError);
  assert.throws(() => interpreter.resizeInput(1, [1]), TypeError);
  assert.throws(() => interpreter.resizeInput('no such tensor', [1]), TypeError);
  assert.equal(interpreter.inputs[0].data.length, 224 * 224 * 3);
  interpreter.resizeInput(0, [2, 2]);
  await assert.rejects(interpreter.allocateTensors(), {name: 'OperationError', message: /CONV_2D/});
  assert.throws(() => interpreter.invokeSync(), {name: 'InvalidStateError'});
  interpreter.resizeInput(0, [1, 224, 224, 3]);
  await interpreter.allocateTensors();
  await interpreter.invoke();
  assert.equal(interpreter.outputs[0].data.length, 1001);
});

test('an output whose size only a run tells is new after each', needs(), async () => {
  const interpreter = await Interpreter.load('models/dynamic_reshape.tflite');
  assert.deepEqual([interpreter.outputs[0].isDynamic, interpreter.outputs[0].data.length], [true, 0]);
  interpreter.input('x').data.set([1, 2, 3, 4]);
  for (const shape of [[2, 2], [4, 1], [1, 4]]) {
    interpreter.input('shape').data.set(shape);
    await interpreter.invoke();
    const [{shape: found, data}] = interpreter.outputs;
    assert.deepEqual([found, [...data]], [shape, [3, 6, 9, 12]]);
  }
});

test('memory that a growing tensor moved is detached, and the tensors are new', needs(), async () => {
  const interpreter = await Interpreter.load('models/growing.tflite');
  interpreter.inputs[0].data.set([1, 2, 3, 4]);
  for (const copies of [1, 1_000, 2, 100_000]) {
    const before = interpreter.inputs;
    interpreter.input('copies').data[0] = copies;
    await interpreter.invoke();
    assert.deepEqual([...interpreter.input('x').data], [1, 2, 3, 4]);
    assert.equal(interpreter.outputs[0].data[0], 30 * copies);
    before.forEach((tensor, i) => assert.equal(tensor.data.length === 0, tensor !== interpreter.inputs[i]));
  }
  interpreter.resizeInput('x', [2]);
  assert.equal(interpreter.inputs[0].data.length, 0);
  await interpreter.allocateTensors();
  interpreter.inputs[0].data.set([1, 2]);
  interpreter.inputs[1].data[0] = 3;
  interpreter.invokeSync();
  assert.equal(interpreter.outputs[0].data[0], 27);
});

test('of allocations at once only the last gives memory', needs(), async () => {
  const interpreter = await Interpreter.load('models/mobilenet_v2_fp32.tflite', {delegates: []});
  const views = [];
  const allocate = () => interpreter.allocateTensors().then(() => views.push(interpreter.inputs[0].data));
  interpreter.resizeInput(0, [2, 224, 224, 3]);
  await Promise.all([allocate(), allocate(), allocate()]);
  assert.equal(views[2], interpreter.inputs[0].data);
  views.filter(view => view !== views[2]).forEach(view => assert.equal(view.length, 0));
  const allocating = allocate();
  interpreter.resizeInput(0, [1, 224, 224, 3]);
  await allocating;
  assert.equal(views[3].length, 0);
  assert.throws(() => interpreter.runSync(), {name: 'InvalidStateError'});
  await interpreter.allocateTensors();
  assert.equal(interpreter.inputs[0].data.length, 224 * 224 * 3);
});

test('runs of growing outputs at once end with the outputs of the last, and a failed one detaches what it moved', needs(), async () => {
  const interpreter = await Interpreter.load('models/growing.tflite');
  interpreter.inputs[0].data.set([1, 2, 3, 4]);
  const runs = [1, 100_000, 2_000].map(copies => {
    interpreter.input('copies').data[0] = copies;
    return interpreter.run();
  });
  await Promise.all(runs);
  assert.equal(interpreter.outputs[0].data[0] % 30, 0);
  interpreter.input('copies').data[0] = -1;
  const before = interpreter.inputs;
  await assert.rejects(interpreter.run(), {name: 'OperationError'});
  before.forEach((tensor, i) => assert.equal(tensor.data.length === 0, tensor !== interpreter.inputs[i]));
  interpreter.inputs[0].data.set([1, 2, 3, 4]);
  interpreter.input('copies').data[0] = 3;
  await interpreter.run();
  assert.equal(interpreter.outputs[0].data[0], 90);
});

test('strings go in and come out', needs(), async () => {
  const interpreter = await Interpreter.load('models/strings.tflite');
  assert.deepEqual([interpreter.input('x').dataType, interpreter.input('x').strings, interpreter.output('chosen').strings], ['string', ['', '', ''], []]);
  assert.equal(interpreter.input('indices').strings, undefined);
  interpreter.setStrings('x', ['crab', 'gr\u00fcn', new Uint8Array([0xff, 0])]);
  interpreter.setStrings(1, new Set(['crab', 'green', '']));
  assert.deepEqual(interpreter.input('y').strings, ['crab', 'green', '']);
  interpreter.input('indices').data.set([2, 1]);
  await interpreter.invoke();
  assert.deepEqual(interpreter.output('chosen').stringBytes.map(bytes => [...bytes]), [[0xff, 0], [...new TextEncoder().encode('gr\u00fcn')]]);
  assert.equal(interpreter.outputs[0].strings[1], 'gr\u00fcn');
  assert.deepEqual([...interpreter.output('equal').data], [1, 0, 0]);
  interpreter.setStrings('x', ['a much longer string than before', 'green', '']);
  interpreter.invokeSync();
  assert.deepEqual([interpreter.output('chosen').strings, [...interpreter.output('equal').data]], [['', 'green'], [0, 1, 1]]);
});

test('strings that do not fit are refused', needs(), async () => {
  const interpreter = await Interpreter.load('models/strings.tflite');
  assert.throws(() => interpreter.setStrings('x', ['one', 'two']), {name: 'TypeError', message: /takes 3 strings; got 2/});
  assert.throws(() => interpreter.setStrings('x', ['one', 'two', 3]), {name: 'TypeError', message: /values\[2\] is neither a string nor the bytes/});
  assert.throws(() => interpreter.setStrings('indices', ['one', 'two']), {name: 'TypeError', message: /'indices' Int32\[2\] does not hold strings/});
  assert.throws(() => interpreter.setStrings('chosen', ['one', 'two']), {name: 'TypeError', message: /no input 'chosen'/});
  assert.throws(() => interpreter.setStrings(3, []), TypeError);
  interpreter.resizeInput('x', [1]);
  assert.throws(() => interpreter.setStrings('x', ['one']), {name: 'InvalidStateError'});
  interpreter.resizeInput('x', [3]);
  await interpreter.allocateTensors();
  assert.deepEqual(interpreter.inputs[0].strings, ['', '', '']);
  interpreter.destroy();
  assert.throws(() => interpreter.setStrings('x', ['', '', '']), {name: 'InvalidStateError'});
});

test('memory outlives what is destroyed only where it was transferred', needs(), async () => {
  const interpreter = await Interpreter.load('models/add_relu.tflite');
  const [{data}] = interpreter.inputs;
  const run = interpreter.invoke();
  interpreter.destroy();
  interpreter.destroy();
  await run;
  assert.equal(data.length, 0);
  assert.throws(() => interpreter.invokeSync(), {name: 'InvalidStateError'});
  assert.throws(() => interpreter.resizeInput(0, [1, 4]), {name: 'InvalidStateError'});
  await assert.rejects(interpreter.allocateTensors(), {name: 'InvalidStateError'});
  if (ArrayBuffer.prototype.transfer !== undefined) {
    const other = await Interpreter.load('models/add_relu.tflite');
    const moved = new Float32Array(other.inputs[0].data.buffer.transfer());
    assert.throws(() => other.resizeInput(0, [2, 4]), {name: 'InvalidStateError', message: /transferred/});
    other.destroy();
    globalThis.gc?.();
    moved.fill(1);
    assert.equal(moved[3], 1);
  }
});

test('a signature runs with its own names', needs('reports', 'three_signatures_three_graphs.tflite'), async () => {
  const file = shared('reports', 'three_signatures_three_graphs.tflite');
  const main = await Interpreter.load(file);
  assert.equal(main.signatures.length, 3);
  for (const signature of main.signatures) {
    const interpreter = await Interpreter.load(file, {signature});
    await interpreter.invoke();
    assert.ok(interpreter.outputs.length > 0);
  }
  await assert.rejects(Interpreter.load(file, {signature: 'no such signature'}), TypeError);
});

test('what WebNN leaves, TensorFlow Lite runs, and the report says why', needs('models', 'coco_ssd_mobilenet_v1_quant.tflite'), async () => {
  const interpreter = await Interpreter.load(shared('models', 'coco_ssd_mobilenet_v1_quant.tflite'));
  const {nodes, totalNodes, refused} = interpreter.report;
  assert.deepEqual([nodes, totalNodes, refused.map(({op}) => op)], [63, 64, ['TFLite_Detection_PostProcess']]);
  await interpreter.invoke();
  assert.deepEqual(interpreter.outputs.map(({shape}) => shape), [[1, 10, 4], [1, 10], [1, 10], [1]]);
});

test('a recurrent model starts anew', needs('models', 'keras_lstm_mnist_ptq.tflite'), async () => {
  const interpreter = await Interpreter.load(shared('models', 'keras_lstm_mnist_ptq.tflite'));
  interpreter.inputs[0].data.forEach((_, i, data) => data[i] = (i * 31) % 255);
  const next = async () => {
    await interpreter.invoke();
    return interpreter.outputs[0].data.slice();
  };
  const first = await next();
  assert.notDeepEqual(await next(), first);
  await interpreter.resetState();
  assert.deepEqual(await next(), first);
});
