// The surface: what WebIDL and the specification ask of the objects themselves.

import assert from 'node:assert/strict';
import path from 'node:path';
import {test} from 'node:test';
import * as webnn from 'webnn-node';
import 'webnn-node/register';
import {CompiledModel} from 'webnn-node/tflite';

const {ml, MLGraphBuilder} = webnn;
const context = await ml.createContext({deviceType: 'cpu'});
const f32 = shape => ({dataType: 'float32', shape});

function builderWithInput(shape = [1, 4]) {
  const builder = new MLGraphBuilder(context);
  return {builder, x: builder.input('x', f32(shape))};
}

function named(name) {
  return {name};
}

test('register defines navigator.ml and the interfaces', () => {
  assert.equal(navigator.ml, ml);
  assert.equal(navigator.ml, navigator.ml);
  assert.throws(() => Object.getPrototypeOf(navigator).ml, TypeError);
  for (const name of ['ML', 'MLContext', 'MLGraph', 'MLGraphBuilder', 'MLOperand', 'MLTensor']) {
    assert.equal(globalThis[name], webnn[name], name);
    assert.equal(Object.getOwnPropertyDescriptor(globalThis, name).enumerable, false, name);
  }
});

test('objects are branded, named and extensible', () => {
  const {builder, x} = builderWithInput();
  assert.equal(String(context), '[object MLContext]');
  assert.equal(String(builder), '[object MLGraphBuilder]');
  assert.equal(String(x), '[object MLOperand]');
  x.isExportable = false;
  assert.equal(x.isExportable, false);
  assert.throws(() => new MLContext(), TypeError);
  assert.throws(() => new MLOperand(), TypeError);
  assert.throws(() => MLGraphBuilder(context), TypeError);
  assert.throws(() => MLGraphBuilder.prototype.relu.call({}, x), TypeError);
  assert.throws(() => Object.getOwnPropertyDescriptor(MLOperand.prototype, 'shape').get.call({}), TypeError);
});

test('members are enumerable, and their length is the number of required arguments', () => {
  assert.ok(Object.keys(MLGraphBuilder.prototype).includes('conv2d'));
  assert.equal(MLGraphBuilder.prototype.conv2d.length, 2);
  assert.equal(MLGraphBuilder.prototype.lstmCell.length, 6);
  assert.equal(MLContext.prototype.dispatch.length, 3);
  assert.equal(MLContext.prototype.readTensor.length, 1);
  assert.equal(MLGraphBuilder.length, 1);
  assert.deepEqual([ml.constructor, MLContext, MLGraph, MLOperand, MLTensor].map(({length}) => length), [0, 0, 0, 0, 0]);
});

test('an operand has its type, and a frozen shape', () => {
  const {x} = builderWithInput([2, 3]);
  assert.equal(x.dataType, 'float32');
  assert.deepEqual(x.shape, [2, 3]);
  assert.equal(x.shape, x.shape);
  assert.ok(Object.isFrozen(x.shape));
});

test('numbers in range are enforced, others wrap', () => {
  const {builder, x} = builderWithInput([2, 3]);
  for (const axis of [-1, 2 ** 32, NaN, Infinity, 'one', 1n]) {
    assert.throws(() => builder.softmax(x, axis), TypeError, String(axis));
  }
  assert.deepEqual(builder.softmax(x, 1.9).shape, [2, 3]);
  assert.deepEqual(builder.softmax(x, '1').shape, [2, 3]);
  assert.deepEqual(builder.softmax(x, null).shape, [2, 3]);
  assert.deepEqual(builder.cumulativeSum(x, 2 ** 32 + 1).shape, [2, 3]);
  assert.deepEqual(builder.triangular(x, {diagonal: -1}).shape, [2, 3]);
  assert.throws(() => builder.elu(x, {alpha: Infinity}), /^TypeError: elu: options\.alpha is Infinity/);
  assert.throws(() => builder.softmax(x, 2 ** 32), /^TypeError: softmax: axis is 4294967296/);
  assert.throws(() => builder.reshape(x, [2 ** 32 - 1]), TypeError);
});

test('undefined members are absent, null ones are not, unknown ones are ignored', () => {
  const {builder, x} = builderWithInput([1, 1, 4, 4]);
  const filter = builder.constant(f32([1, 1, 3, 3]), new Float32Array(9));
  assert.deepEqual(builder.conv2d(x, filter, {padding: undefined, bias: undefined, autoPad: 'same'}).shape, [1, 1, 2, 2]);
  assert.deepEqual(builder.conv2d(x, filter, null).shape, [1, 1, 2, 2]);
  assert.throws(() => builder.conv2d(x, filter, {bias: null}), TypeError);
  assert.throws(() => builder.conv2d(x, filter, 1), TypeError);
  assert.deepEqual(builder.input('y', {...f32([1]), dimensions: [7]}).shape, [1]);
});

test('dictionaries are read in WebIDL\'s order, each member once', () => {
  const {builder, x} = builderWithInput([1, 1, 4, 4]);
  const read = [];
  const options = new Proxy({}, {get: (_, name) => void read.push(name)});
  builder.averagePool2d(x, options);
  assert.deepEqual(read, ['label', 'dilations', 'layout', 'outputShapeRounding', 'outputSizes', 'padding', 'strides', 'windowDimensions']);
});

test('a getter may use the builder while its options are read', () => {
  const {builder, x} = builderWithInput([2, 3]);
  const options = {get alpha() {
    builder.reshape(x, [3, 2]);
    return 0.5;
  }};
  assert.deepEqual(builder.elu(x, options).shape, [2, 3]);
});

test('enumerations and sequences are checked', () => {
  const {builder, x} = builderWithInput([1, 1, 4, 4]);
  assert.throws(() => builder.averagePool2d(x, {layout: 'NCHW'}), /'nchw', 'nhwc'/);
  assert.throws(() => builder.input('y', {dataType: 'float64', shape: []}), TypeError);
  assert.throws(() => builder.input('y', {dataType: 'float32'}), TypeError);
  assert.throws(() => builder.reshape(x, 16), TypeError);
  assert.deepEqual(builder.reshape(x, new Set([2, 8])).shape, [2, 8]);
  assert.deepEqual(builder.reshape(x, new Int32Array([2, 8])).shape, [2, 8]);
  assert.throws(() => builder.concat([x, {}], 0), TypeError);
});

test('constants come from buffers, views, numbers, bigints and tensors', async () => {
  const {builder} = builderWithInput();
  const bytes = new Uint8Array([9, 0, 0, 128, 63, 9, 9, 9]);
  assert.deepEqual(builder.constant(f32([1]), bytes.subarray(1, 5)).shape, [1]);
  assert.deepEqual(builder.constant(f32([2]), bytes.buffer).shape, [2]);
  assert.deepEqual(builder.constant({dataType: 'float16', shape: [2]}, new Uint16Array(2)).shape, [2]);
  for (const other of [new DataView(bytes.buffer, 1, 4), new Int32Array(1), new Float64Array(1), new Uint16Array(2)]) {
    assert.throws(() => builder.constant(f32([1]), other), TypeError);
    await assert.rejects(context.createConstantTensor(f32([1]), other), TypeError);
  }
  assert.deepEqual(builder.constant(f32([1]), new SharedArrayBuffer(4)).shape, [1]);
  assert.throws(() => builder.constant(f32([1]), bytes), TypeError);
  assert.throws(() => builder.constant(f32([1]), [1]), TypeError);
  assert.equal(builder.constant('int64', 9007199254740993n).dataType, 'int64');
  assert.deepEqual(builder.constant('float32', 1.5).shape, []);
  assert.throws(() => builder.constant('float32', Symbol('1')), TypeError);
  const tensor = await context.createConstantTensor(f32([2]), new Float32Array([1, 2]));
  assert.equal(tensor.constant, true);
  assert.deepEqual(builder.constant(tensor).shape, [2]);
  const plain = await context.createTensor(f32([2]));
  assert.throws(() => builder.constant(plain), TypeError);
});

test('operands of another builder are refused', () => {
  const {builder} = builderWithInput();
  const {x} = builderWithInput();
  assert.throws(() => builder.relu(x), TypeError);
  assert.throws(() => builder.add(x, x), /another MLGraphBuilder/);
});

test('a refusal names the operation, and the label where there is one', () => {
  const {builder, x} = builderWithInput([1, 1, 5, 5]);
  for (const [run, message] of [
    [() => builder.averagePool2d(x, {padding: [1]}), 'averagePool2d: padding needs 4 numbers; got 1'],
    [() => builder.averagePool2d(x, {padding: [1], label: 'the stem'}), '[the stem] averagePool2d: padding needs 4 numbers; got 1'],
    [() => builder.averagePool2d(x, {strides: [2 ** 32 - 1, 1], label: 'a\u202eb'}), '[a\\u202eb] averagePool2d: a number is 4294967295 (expected at most 2147483647)'],
    [() => builder.split(x, 2, {axis: 2, label: 'parts'}), '[parts] split: f32[1,1,5,5] has no 2 equal parts along axis 2'],
    [() => builder.softmax(x, 4, {label: 'top'}), '[top] softmax: axis is out of range (expected 0 to 3, found 4)'],
  ]) {
    assert.throws(run, {name: 'TypeError', message});
  }
});

test('split takes a number of parts or their sizes', () => {
  const {builder, x} = builderWithInput([2, 6]);
  assert.deepEqual(builder.split(x, 3, {axis: 1}).map(({shape}) => shape), [[2, 2], [2, 2], [2, 2]]);
  assert.deepEqual(builder.split(x, [1, 5], {axis: 1}).map(({shape}) => shape), [[2, 1], [2, 5]]);
  assert.throws(() => builder.split(x, 4, {axis: 1}), TypeError);
  assert.throws(() => builder.split(x, 0), TypeError);
  const {builder: wide, x: many} = builderWithInput([1000]);
  assert.equal(wide.split(many, 1000).length, 1000);
});

test('build checks its outputs, and a builder builds once', async () => {
  const {builder, x} = builderWithInput();
  const y = builder.relu(x);
  await assert.rejects(builder.build({}), TypeError);
  await assert.rejects(builder.build({x}), TypeError);
  await assert.rejects(builder.build({'': y}), TypeError);
  await assert.rejects(builder.build({y: 1}), TypeError);
  const other = builderWithInput();
  await assert.rejects(builder.build({y: other.builder.relu(other.x)}), TypeError);
  const graph = await builder.build({y});
  assert.deepEqual(graph.devices, ['cpu']);
  assert.throws(() => builder.relu(x), named('InvalidStateError'));
  assert.throws(() => builder.input('z', f32([1])), named('InvalidStateError'));
  await assert.rejects(builder.build({y}), named('InvalidStateError'));
  assert.deepEqual(y.shape, [1, 4]);
});

test('errors are the specification\'s', async () => {
  await assert.rejects(ml.createContext({powerPreference: 'fast'}), TypeError);
  await assert.rejects(ml.createContext({onnxruntime: '/no/such/library'}), named('NotSupportedError'));
  await assert.rejects(MLContext.prototype.createTensor.call({}, f32([1])), TypeError);
  await assert.rejects(context.createTensor(), TypeError);
  await assert.rejects(context.createTensor(f32([0])), TypeError);
  assert.throws(() => context.dispatch({}, {}, {}), TypeError);
});

test('opSupportLimits names every operator, its operands and types', () => {
  const limits = context.opSupportLimits();
  const operators = Object.keys(MLGraphBuilder.prototype).filter(name => !['input', 'constant', 'build'].includes(name));
  assert.equal(operators.length, 95);
  assert.deepEqual(operators.filter(name => !(name in limits)), []);
  assert.deepEqual(limits.input.dataTypes, ['float32', 'float16', 'int32', 'uint32', 'int64', 'uint64', 'int8', 'uint8']);
  assert.deepEqual(Object.keys(limits.conv2d).sort(), ['bias', 'filter', 'input', 'output']);
  assert.equal(limits.relu.input.rankRange.min, 0);
  assert.notEqual(context.opSupportLimits(), context.opSupportLimits());
});

test('options that cannot be met are refused by name', async () => {
  const message = 'MLContextOptions.threads is 1000000000 (expected 0 to 1024)';
  await assert.rejects(ml.createContext({threads: 1e9}), {name: 'TypeError', message});
  for (const cacheDirectory of [process.execPath, path.join(process.execPath, 'graphs'), ...process.platform === 'linux' ? ['/proc/graphs'] : []]) {
    const start = `MLContextOptions.cacheDirectory: the cache folder '${cacheDirectory}' cannot be used: `;
    const refused = error => error.name === 'NotSupportedError' && error.message.startsWith(start);
    await assert.rejects(ml.createContext({cacheDirectory}), refused);
    await assert.rejects(CompiledModel.load(path.join('models', 'add_relu.tflite'), {cacheDirectory}), refused);
  }
});
