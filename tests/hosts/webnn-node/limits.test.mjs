// What opSupportLimits says of operators with one input, held against what the builder does: each listed type is taken, each other one a TypeError.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ml, MLGraphBuilder} from 'webnn-node';

const context = await ml.createContext({deviceType: 'cpu'});
const limits = context.opSupportLimits();

// The arguments after the input, for a rank.
const REST = {
  cast: () => ['float32'], argMin: () => [0], argMax: () => [0], cumulativeSum: () => [0], softmax: () => [0],
  expand: rank => [Array(rank).fill(2)], reshape: rank => [Array(rank).fill(2)], tile: rank => [Array(rank).fill(1)],
  slice: rank => [Array(rank).fill(0), Array(rank).fill(1)], pad: rank => [Array(rank).fill(1), Array(rank).fill(1)], split: () => [2],
};
const single = Object.keys(limits).filter(name => typeof limits[name] === 'object' && typeof MLGraphBuilder.prototype[name] === 'function'
  && Object.keys(limits[name]).every(key => ['input', 'a', 'output', 'outputs'].includes(key)) && Object.keys(limits[name]).length === 2);

function apply(name, dataType, rank) {
  const builder = new MLGraphBuilder(context);
  const x = builder.input('x', {dataType, shape: Array(rank).fill(2)});
  return [builder, [builder[name](x, ...REST[name]?.(rank) ?? [])].flat()];
}

test('operators with one input take what the limits list, and nothing else', async () => {
  assert.ok(single.length > 50, single.join());
  for (const name of single) {
    const {dataTypes, rankRange} = limits[name].input ?? limits[name].a;
    for (const dataType of limits.input.dataTypes) {
      if (dataTypes.includes(dataType)) {
        for (const rank of new Set([rankRange.min, Math.min(rankRange.max, 5)])) {
          const [builder, [result]] = apply(name, dataType, rank);
          const graph = await builder.build({y: result});
          graph.destroy();
        }
      } else {
        assert.throws(() => apply(name, dataType, rankRange.min), TypeError, `${name} of ${dataType}`);
      }
    }
  }
});
