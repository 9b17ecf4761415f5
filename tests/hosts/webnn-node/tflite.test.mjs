// webnn-node/tflite: .tflite models without TensorFlow Lite.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {CompiledModel} from 'webnn-node/tflite';
import {indexOfLargest, requires, shared} from './support/shared.mjs';

const sine = requires('models', 'hello_world_float.tflite');
const path = name => shared('models', `${name}.tflite`);

test('a model runs over its tensors\' own memory', sine, async () => {
  const model = await CompiledModel.load(path('hello_world_float'));
  const [[input], [output]] = [model.inputs, model.outputs];
  assert.deepEqual([input.dataType, input.shape, output.shape], ['float32', [1, 1], [1, 1]]);
  for (const x of [0.5, 1, 2, 4]) {
    input.data[0] = x;
    await model.run();
    assert.ok(Math.abs(output.data[0] - Math.sin(x)) < 0.1, `sine of ${x} is ${output.data[0]}`);
    const asynchronous = output.data[0];
    output.data[0] = 9;
    model.runSync();
    assert.equal(output.data[0], asynchronous);
  }
  assert.equal(model.report.nodes, 3);
  assert.match(model.report.graphs[0], /gemm/);
  assert.equal(model.input(input.name), input);
  assert.throws(() => model.input('no such tensor'), TypeError);
});

test('what is destroyed does not run, and its memory stays', sine, async () => {
  const model = await CompiledModel.load(readFileSync(path('hello_world_float')));
  model.inputs[0].data[0] = 1;
  const run = model.run();
  model.destroy();
  model.destroy();
  await run;
  assert.ok(Math.abs(model.outputs[0].data[0] - Math.sin(1)) < 0.1);
  assert.throws(() => model.runSync(), {name: 'InvalidStateError'});
  await assert.rejects(model.run(), {name: 'InvalidStateError'});
});

test('quantized inputs and outputs have their scale', requires('models', 'mobilenet_v2_1.0_224_ptq_int8.tflite'), async () => {
  const model = await CompiledModel.load(path('mobilenet_v2_1.0_224_ptq_int8'), {deviceType: 'cpu', threads: 1});
  const [[input], [output]] = [model.inputs, model.outputs];
  assert.equal(input.data.constructor, Uint8Array);
  assert.ok(input.quantization.scale > 0);
  input.data.forEach((_, i) => input.data[i] = (i * 31 + 7) % 255);
  await model.run();
  assert.equal(output.data.length, 1001);
  assert.ok(output.data[indexOfLargest(output.data)] > 0);
});

test('what is not a model, or does not run whole, is refused with the reason', requires('models', 'coco_ssd_mobilenet_v1_quant.tflite'), async () => {
  await assert.rejects(CompiledModel.load(new Uint8Array(100)), {name: 'OperationError'});
  await assert.rejects(CompiledModel.load(path('coco_ssd_mobilenet_v1_quant')), /TFLite_Detection_PostProcess/);
  await assert.rejects(CompiledModel.load(1), TypeError);
});

test('a signature runs with its own names', sine, async () => {
  const model = await CompiledModel.load(path('hello_world_float'));
  await assert.rejects(model.signature('no such signature'), TypeError);
  assert.deepEqual(model.signatures, ['serving_default']);
  for (const key of model.signatures) {
    const signature = await model.signature(key);
    signature.inputs[0].data[0] = 1;
    await signature.run();
    assert.ok(Math.abs(signature.outputs[0].data[0] - Math.sin(1)) < 0.1);
  }
});
