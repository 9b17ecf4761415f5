// Rules of the specification's algorithms that only a call in JavaScript can break: lists of another length, numbers that are not unsigned and
// names that no enumeration has. Each row is an operation, the member, the call, a value that breaks its rule and the nearest that keeps it.
// What other calls can break, too, tests/WebNN.Graph.Tests/Validation has.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ml, MLGraphBuilder} from 'webnn-node';

const context = await ml.createContext({deviceType: 'cpu'});
let inputs = 0;

function f32(builder, ...shape) {
  return builder.input(`x${inputs++}`, {dataType: 'float32', shape});
}

function i32(builder, ...shape) {
  return builder.input(`x${inputs++}`, {dataType: 'int32', shape});
}

const conv2d = member => (b, v) => b.conv2d(f32(b, 1, 4, 5, 5), f32(b, 4, 4, 3, 3), {[member]: v});
const convTranspose2d = member => (b, v) => b.convTranspose2d(f32(b, 1, 4, 5, 5), f32(b, 4, 4, 3, 3), {[member]: v});
const pool = (name, member) => (b, v) => b[name](f32(b, 1, 4, 5, 5), {windowDimensions: [2, 2], [member]: v});
const resample2d = member => (b, v) => b.resample2d(f32(b, 1, 4, 5, 5), {[member]: v});
const gru = member => (b, v) => b.gru(f32(b, 4, 2, 3), f32(b, 1, 15, 3), f32(b, 1, 15, 5), 4, 5, {[member]: v});
const gruCell = member => (b, v) => b.gruCell(f32(b, 2, 3), f32(b, 15, 3), f32(b, 15, 5), f32(b, 2, 5), 5, {[member]: v});
const lstm = member => (b, v) => b.lstm(f32(b, 4, 2, 3), f32(b, 1, 20, 3), f32(b, 1, 20, 5), 4, 5, {[member]: v});
const lstmCell = member => (b, v) => b.lstmCell(f32(b, 2, 3), f32(b, 20, 3), f32(b, 20, 5), f32(b, 2, 5), f32(b, 2, 5), 5, {[member]: v});
const pools = ['averagePool2d', 'l2Pool2d', 'maxPool2d'];
const reductions = Object.getOwnPropertyNames(MLGraphBuilder.prototype).filter(name => name.startsWith('reduce'));

const LENGTHS = [
  ...[['conv2d', conv2d], ['convTranspose2d', convTranspose2d]].flatMap(([name, call]) => [
    [name, 'padding', call('padding'), [1, 1], [1, 1, 1, 1]], [name, 'padding', call('padding'), [1, 1, 1, 1, 1], [1, 1, 1, 1]],
    [name, 'strides', call('strides'), [1], [1, 1]], [name, 'strides', call('strides'), [1, 1, 1], [1, 1]],
    [name, 'dilations', call('dilations'), [1], [1, 1]], [name, 'dilations', call('dilations'), [], [1, 1]],
  ]),
  ['convTranspose2d', 'outputPadding', convTranspose2d('outputPadding'), [0], [0, 0]],
  ['convTranspose2d', 'outputSizes', convTranspose2d('outputSizes'), [7, 7, 7], [7, 7]],
  ...pools.flatMap(name => [
    [name, 'windowDimensions', pool(name, 'windowDimensions'), [2], [2, 2]], [name, 'padding', pool(name, 'padding'), [1, 1], [1, 1, 1, 1]],
    [name, 'strides', pool(name, 'strides'), [1, 1, 1], [1, 1]], [name, 'dilations', pool(name, 'dilations'), [1], [1, 1]],
    [name, 'outputSizes', pool(name, 'outputSizes'), [4], [4, 4]],
  ]),
  ['resample2d', 'scales', resample2d('scales'), [2], [2, 2]],
  ['resample2d', 'sizes', resample2d('sizes'), [4, 4, 4], [4, 4]],
  ['resample2d', 'axes', resample2d('axes'), [2], [2, 3]],
  ['gru', 'activations', gru('activations'), ['relu'], ['relu', 'tanh']],
  ['gruCell', 'activations', gruCell('activations'), [], ['relu', 'tanh']],
  ['lstm', 'activations', lstm('activations'), ['relu', 'tanh'], ['relu', 'tanh', 'tanh']],
  ['lstmCell', 'activations', lstmCell('activations'), [], ['relu', 'tanh', 'tanh']],
  ['slice', 'strides', (b, v) => b.slice(f32(b, 2, 3), [0, 0], [2, 3], {strides: v}), [], [1, 1]],
  ['transpose', 'permutation', (b, v) => b.transpose(f32(b, 2, 3), {permutation: v}), [], [1, 0]],
  ['split', 'splits', (b, v) => b.split(f32(b, 6), v), [], [2, 4]],
  ['tile', 'repetitions', (b, v) => b.tile(f32(b, 2, 3), v), [], [1, 1]],
  ['pad', 'beginningPadding', (b, v) => b.pad(f32(b, 2, 3), v, [0, 0]), [], [0, 1]],
  ['pad', 'endingPadding', (b, v) => b.pad(f32(b, 2, 3), [0, 0], v), [], [0, 1]],
];

const UNSIGNED = [
  ...['argMax', 'argMin'].map(name => [name, 'axis', (b, v) => b[name](f32(b, 2, 3), v), -1, 0]),
  ['batchNormalization', 'axis', (b, v) => b.batchNormalization(f32(b, 2, 2), f32(b, 2), f32(b, 2), {axis: v}), -1, 0],
  ['concat', 'axis', (b, v) => b.concat([f32(b, 2, 3)], v), -1, 0],
  ...[['conv2d', conv2d], ['convTranspose2d', convTranspose2d]].flatMap(([name, call]) => [
    [name, 'groups', call('groups'), -1, 1], [name, 'padding', call('padding'), [0, 0, 0, -1], [0, 0, 0, 1]],
    [name, 'strides', call('strides'), [-1, 1], [1, 1]], [name, 'dilations', call('dilations'), [1, -1], [1, 1]],
  ]),
  ['convTranspose2d', 'outputPadding', convTranspose2d('outputPadding'), [0, -1], [0, 0]],
  ['convTranspose2d', 'outputSizes', convTranspose2d('outputSizes'), [-7, 7], [7, 7]],
  ['expand', 'newShape', (b, v) => b.expand(f32(b, 1), v), [-1], [2]],
  ...['gather', 'gatherElements'].map(name => [name, 'axis', (b, v) => b[name](f32(b, 2, 3), i32(b, 2, 3), {axis: v}), -1, 0]),
  ['gru', 'steps', (b, v) => b.gru(f32(b, 4, 2, 3), f32(b, 1, 15, 3), f32(b, 1, 15, 5), v, 5), -4, 4],
  ['gru', 'hiddenSize', (b, v) => b.gru(f32(b, 4, 2, 3), f32(b, 1, 15, 3), f32(b, 1, 15, 5), 4, v), -5, 5],
  ['gruCell', 'hiddenSize', (b, v) => b.gruCell(f32(b, 2, 3), f32(b, 15, 3), f32(b, 15, 5), f32(b, 2, 5), v), -5, 5],
  ['layerNormalization', 'axes', (b, v) => b.layerNormalization(f32(b, 2, 3), {axes: v}), [-1], [1]],
  ['lstm', 'steps', (b, v) => b.lstm(f32(b, 4, 2, 3), f32(b, 1, 20, 3), f32(b, 1, 20, 5), v, 5), -4, 4],
  ['lstm', 'hiddenSize', (b, v) => b.lstm(f32(b, 4, 2, 3), f32(b, 1, 20, 3), f32(b, 1, 20, 5), 4, v), -5, 5],
  ['lstmCell', 'hiddenSize', (b, v) => b.lstmCell(f32(b, 2, 3), f32(b, 20, 3), f32(b, 20, 5), f32(b, 2, 5), f32(b, 2, 5), v), -5, 5],
  ['pad', 'beginningPadding', (b, v) => b.pad(f32(b, 2), v, [0]), [-1], [1]],
  ['pad', 'endingPadding', (b, v) => b.pad(f32(b, 2), [0], v), [-1], [1]],
  ...pools.flatMap(name => [
    [name, 'windowDimensions', pool(name, 'windowDimensions'), [-2, 2], [2, 2]], [name, 'padding', pool(name, 'padding'), [-1, 0, 0, 0], [1, 0, 0, 0]],
    [name, 'strides', pool(name, 'strides'), [-1, 1], [1, 1]], [name, 'dilations', pool(name, 'dilations'), [1, -1], [1, 1]],
    [name, 'outputSizes', pool(name, 'outputSizes'), [-4, 4], [4, 4]],
  ]),
  ...reductions.map(name => [name, 'axes', (b, v) => b[name](f32(b, 2, 3), {axes: v}), [-1], [1]]),
  ['resample2d', 'sizes', resample2d('sizes'), [-4, 4], [4, 4]],
  ['resample2d', 'axes', resample2d('axes'), [-1, 2], [1, 2]],
  ['reshape', 'newShape', (b, v) => b.reshape(f32(b, 2, 3), v), [-2, -3], [3, 2]],
  ['reverse', 'axes', (b, v) => b.reverse(f32(b, 2, 3), {axes: v}), [-1], [1]],
  ['scatterElements', 'axis', (b, v) => b.scatterElements(f32(b, 2, 3), i32(b, 2, 3), f32(b, 2, 3), {axis: v}), -1, 0],
  ['slice', 'starts', (b, v) => b.slice(f32(b, 4), v, [1]), [-1], [1]],
  ['slice', 'sizes', (b, v) => b.slice(f32(b, 4), [0], v), [-1], [1]],
  ['slice', 'strides', (b, v) => b.slice(f32(b, 4), [0], [4], {strides: v}), [-1], [1]],
  ['softmax', 'axis', (b, v) => b.softmax(f32(b, 2, 3), v), -1, 1],
  ['split', 'splits', (b, v) => b.split(f32(b, 6), v), [7, -1], [5, 1]],
  ['split', 'axis', (b, v) => b.split(f32(b, 6), 2, {axis: v}), -1, 0],
  ['tile', 'repetitions', (b, v) => b.tile(f32(b, 2), v), [-1], [1]],
  ['transpose', 'permutation', (b, v) => b.transpose(f32(b, 2, 3), {permutation: v}), [-1, 0], [1, 0]],
];

const NAMES = [
  ...['argMax', 'argMin'].map(name => [name, 'outputDataType', (b, v) => b[name](f32(b, 2), 0, {outputDataType: v}), 'int16', 'int64']),
  ['cast', 'dataType', (b, v) => b.cast(f32(b, 2), v), 'int16', 'int8'],
  ['conv2d', 'inputLayout', conv2d('inputLayout'), 'NCHW', 'nchw'],
  ['conv2d', 'filterLayout', conv2d('filterLayout'), 'iohw', 'oihw'],
  ['convTranspose2d', 'inputLayout', convTranspose2d('inputLayout'), '', 'nchw'],
  ['convTranspose2d', 'filterLayout', convTranspose2d('filterLayout'), 'oihw', 'iohw'],
  ['instanceNormalization', 'layout', (b, v) => b.instanceNormalization(f32(b, 1, 1, 1, 1), {layout: v}), 'nhw', 'nhwc'],
  ['pad', 'mode', (b, v) => b.pad(f32(b, 2), [1], [1], {mode: v}), 'symmetric', 'edge'],
  ...pools.flatMap(name => [
    [name, 'layout', pool(name, 'layout'), 'chwn', 'nhwc'], [name, 'outputShapeRounding', pool(name, 'outputShapeRounding'), 'round', 'ceil'],
  ]),
  ['resample2d', 'mode', resample2d('mode'), 'cubic', 'linear'],
  ...[['gru', gru], ['lstm', lstm]].map(([name, call]) => [name, 'direction', call('direction'), 'forwards', 'forward']),
  ...[['gru', gru], ['gruCell', gruCell]].flatMap(([name, call]) => [
    [name, 'layout', call('layout'), 'nzr', 'rzn'], [name, 'activations', call('activations'), ['relu', 'elu'], ['relu', 'relu']],
  ]),
  ...[['lstm', lstm], ['lstmCell', lstmCell]].flatMap(([name, call]) => [
    [name, 'layout', call('layout'), 'gofi', 'ifgo'], [name, 'activations', call('activations'), ['elu', 'relu', 'relu'], ['relu', 'relu', 'relu']],
  ]),
];

const TABLES = {'a list has the length that its rule says': LENGTHS, 'a number is unsigned': UNSIGNED, 'a name is one of the enumeration': NAMES};
for (const [rule, rows] of Object.entries(TABLES)) {
  test(rule, () => {
    for (const [operation, member, call, wrong, right] of rows) {
      const message = `${operation}, ${member}: ${JSON.stringify(wrong)} and ${JSON.stringify(right)}`;
      assert.throws(() => call(new MLGraphBuilder(context), wrong), TypeError, message);
      assert.doesNotThrow(() => call(new MLGraphBuilder(context), right), message);
    }
  });
}
