// The web platform's conformance cases, in the JSON form that the pywebnn project makes of them, through the JavaScript API.

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {ml, MLGraphBuilder} from 'webnn-node';
import {requires, shared} from './support/shared.mjs';

const ARRAYS = {
  float32: Float32Array, float16: globalThis.Float16Array, int32: Int32Array, uint32: Uint32Array,
  int64: BigInt64Array, uint64: BigUint64Array, int8: Int8Array, uint8: Uint8Array,
};
const LOST_INFINITIES = ['maxValue as -Infinity', 'minValue as NaN', 'maxValue as NaN'];
const folder = shared('wpt', 'conformance');
const context = await ml.createContext({deviceType: 'cpu'});

function elements({data, descriptor: {shape, dataType}}) {
  const length = shape.reduce((product, dimension) => product * dimension, 1);
  const convert = dataType.endsWith('int64') ? value => BigInt(typeof value === 'string' ? value.replace(/n$/, '') : value) : Number;
  return ARRAYS[dataType].from({length}, (_, i) => convert(Array.isArray(data) ? data[i] : data));
}

/** A case's value: an operand's name, a bigint's text, or itself. */
function value(given, operands) {
  if (Array.isArray(given)) return given.map(item => value(item, operands));
  if (typeof given !== 'string') return given;
  return operands.get(given) ?? (/^-?\d+n$/.test(given) ? BigInt(given.slice(0, -1)) : given);
}

function record(builder, {name, arguments: given, outputs}, operands) {
  const values = given.flatMap(Object.entries).map(([key, argument]) => key === 'options'
    ? Object.fromEntries(Object.entries(argument).map(([option, setting]) => [option, value(setting, operands)]))
    : value(argument, operands));
  const results = [builder[name](...values)].flat();
  [outputs].flat().forEach((output, i) => operands.set(output, results[i]));
}

/** In units of the last place, or {absolute}: webnn/resources/utils.js. */
function tolerance({name, arguments: given}, inputs, expected) {
  const half = expected.descriptor.dataType === 'float16';
  const argument = key => given.find(part => key in part)?.[key];
  const shape = key => inputs[argument(key)].descriptor.shape;
  const size = list => list.reduce((product, dimension) => product * dimension, 1);
  const options = argument('options') ?? {};
  const channels = expected.descriptor.shape[options.inputLayout === 'nhwc' ? 3 : 1];
  const n = name.startsWith('reduce') ? size(shape('input')) / size(expected.descriptor.shape) : 0;
  const table = {
    add: 1, sub: 1, mul: 1, sqrt: 1, leakyRelu: 1, div: 2, linear: 2, hardSigmoid: 2, pow: half ? 2 : 32, exp: half ? 1 : 32, batchNormalization: 6,
    elu: 18, hardSwish: 4, sigmoid: half ? 3 : 34, instanceNormalization: half ? 8400 : 840,
    log: {absolute: 1 / 1024}, tanh: {absolute: half ? 1 / 512 : 1 / 1024}, layerNormalization: {absolute: half ? 1 / 512 : 1 / 1024},
    softmax: () => 3 * shape('input')[argument('axis')] + 3,
    matmul: () => 2 * shape('a').at(-1),
    conv2d: () => 2 * size(shape('filter')) / channels,
    convTranspose2d: () => 2 * size(shape('filter')) * (options.groups ?? 1) / channels,
    reduceL1: n, reduceSum: n, reduceProduct: n, reduceL2: 2 * n + 1, reduceMean: n + 2, reduceLogSum: n + 18, reduceLogSumExp: 2 * n + 18,
    reduceSumSquare: 2 * n,
  };
  const found = table[name] ?? 0;
  return typeof found === 'function' ? found() : found;
}

/** A float's bits as a number whose neighbours are the float's neighbours. */
function ordered(array) {
  const half = array.BYTES_PER_ELEMENT === 2;
  const bits = half ? new Int16Array(array.buffer) : new Int32Array(array.buffer);
  return Array.from(bits, bit => bit < 0 ? (half ? -(2 ** 15) : -(2 ** 31)) - bit : bit);
}

function requireClose(actual, expected, allowed) {
  if (!/float/i.test(expected.constructor.name)) {
    assert.deepEqual(actual, expected);
    return;
  }
  const [left, right] = [ordered(actual), ordered(expected)];
  expected.forEach((number, i) => {
    const isClose = typeof allowed === 'object'
      ? Math.abs(number - actual[i]) <= allowed.absolute
      : Math.abs(left[i] - right[i]) <= allowed || (Number.isNaN(number) && Number.isNaN(actual[i]));
    assert.ok(isClose, `element ${i} is ${actual[i]}; expected ${number}, ${JSON.stringify(allowed)} allowed`);
  });
}

async function run({graph: {inputs, operators, expectedOutputs}}) {
  const builder = new MLGraphBuilder(context);
  const operands = new Map();
  const tensors = {};
  for (const [name, input] of Object.entries(inputs)) {
    const data = elements(input);
    operands.set(name, input.constant ? builder.constant(input.descriptor, data) : builder.input(name, input.descriptor));
    if (!input.constant) {
      tensors[name] = await context.createTensor({...input.descriptor, writable: true});
      context.writeTensor(tensors[name], data);
    }
  }
  operators.forEach(operator => record(builder, operator, operands));
  const names = Object.keys(expectedOutputs);
  const graph = await builder.build(Object.fromEntries(names.map(name => [name, operands.get(name)])));
  const results = Object.fromEntries(await Promise.all(names.map(async name =>
    [name, await context.createTensor({...expectedOutputs[name].descriptor, readable: true})])));
  context.dispatch(graph, tensors, results);
  for (const name of names) {
    const expected = expectedOutputs[name];
    const actual = new ARRAYS[expected.descriptor.dataType](await context.readTensor(results[name]));
    requireClose(actual, elements(expected), tolerance(operators.at(-1), inputs, expected));
  }
  [graph, ...Object.values(tensors), ...Object.values(results)].forEach(object => object.destroy());
}

test('every conformance case computes what the web platform expects', requires('wpt', 'conformance'), async () => {
  const failures = [];
  let count = 0;
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    for (const json of JSON.parse(readFileSync(path.join(folder, file), 'utf8')).tests) {
      // The JSON has null for infinities and NaN, so that these do not say which.
      if (file !== 'clamp.json' || !LOST_INFINITIES.includes(json.name)) {
        count++;
        await run(json).catch(error => failures.push(`${file}: ${json.name}: ${error.message}`));
      }
    }
  }
  assert.deepEqual(failures, []);
  assert.ok(count > 800, `only ${count} cases`);
});
