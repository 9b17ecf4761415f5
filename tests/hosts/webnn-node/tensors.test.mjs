// Tensors, dispatch and lifetimes: what is done in which order, and what is refused.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ml, MLGraphBuilder} from 'webnn-node';

const descriptor = {dataType: 'float32', shape: [4]};
const invalidState = {name: 'InvalidStateError'};

async function doubling(options) {
  const context = await ml.createContext({deviceType: 'cpu', ...options});
  const builder = new MLGraphBuilder(context);
  const x = builder.input('x', descriptor);
  const graph = await builder.build({y: builder.add(x, x)});
  const input = await context.createTensor({...descriptor, writable: true});
  const output = await context.createTensor({...descriptor, readable: true});
  return {context, graph, input, output};
}

/** x, by a way that takes milliseconds. */
async function copying(options) {
  const context = await ml.createContext({deviceType: 'cpu', ...options});
  const builder = new MLGraphBuilder(context);
  const large = {dataType: 'float32', shape: [400, 400]};
  const [x, zeros] = [builder.input('x', descriptor), builder.input('zeros', large)];
  const graph = await builder.build({y: builder.add(x, builder.reduceSum(builder.matmul(zeros, zeros)))});
  const [input, output] = await Promise.all([0, 1].map(() => context.createTensor({...descriptor, readable: true, writable: true})));
  return {context, graph, inputs: {x: input, zeros: await context.createTensor(large)}, input, output};
}

for (const synchronous of [false, true]) {
  const kind = synchronous ? 'synchronous' : 'asynchronous';

  test(`${kind}: writes and reads between dispatches keep their order`, async () => {
    const {context, graph, input, output} = await doubling({synchronous});
    const source = new Float32Array([1, 2, 3, 4]);
    const reads = [];
    for (let i = 0; i < 50; i++) {
      source[0] = i;
      context.writeTensor(input, source);
      context.dispatch(graph, {x: input}, {y: output});
      reads.push(context.readTensor(output));
      source[0] = -1;
    }
    const results = await Promise.all(reads);
    assert.deepEqual(results.map(result => new Float32Array(result)[0]), Array.from({length: 50}, (_, i) => 2 * i));
  });

  test(`${kind}: a read into memory that was detached meanwhile is a TypeError`, async () => {
    const {context, graph, inputs, output} = await copying({synchronous});
    const target = new Float32Array(4);
    context.dispatch(graph, inputs, {y: output});
    const read = context.readTensor(output, target);
    structuredClone(target.buffer, {transfer: [target.buffer]});
    if (synchronous) {
      await read;
    } else {
      await assert.rejects(read, TypeError);
    }
  });
}

test('short graphs, which run at once where nothing is under way, keep their place among long ones', async () => {
  const context = await ml.createContext({deviceType: 'cpu'});
  const build = async make => {
    const builder = new MLGraphBuilder(context);
    return builder.build({y: make(builder, builder.input('x', descriptor))});
  };
  const large = {dataType: 'float32', shape: [400, 400]};
  const double = await build((builder, x) => builder.add(x, x));
  const copySlowly = await build((builder, x) => {
    const zeros = builder.input('zeros', large);
    return builder.add(x, builder.reduceSum(builder.matmul(zeros, zeros)));
  });
  const [a, b] = await Promise.all([0, 1].map(() => context.createTensor({...descriptor, readable: true, writable: true})));
  const zeros = await context.createTensor(large);
  for (let i = 0; i < 5; i++) {
    context.dispatch(double, {x: a}, {y: b});
    await context.readTensor(b);
  }
  context.writeTensor(a, new Float32Array([1, 2, 3, 4]));
  const reads = [];
  for (let i = 0; i < 20; i++) {
    context.dispatch(double, {x: a}, {y: b});
    context.dispatch(copySlowly, {x: b, zeros}, {y: a});
    reads.push(context.readTensor(a));
  }
  const results = await Promise.all(reads);
  assert.deepEqual(results.map(result => new Float32Array(result)[3]), Array.from({length: 20}, (_, i) => 4 * 2 ** (i + 1)));
});

test('a dispatch is done whether the write before it announced it or not', async () => {
  const {context, graph, inputs, input, output} = await copying();
  const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
  for (let i = 1; i < 40; i++) {
    // Several writes, and one of which nothing follows for a while.
    for (let write = 0; write <= i % 3; write++) {
      context.writeTensor(input, new Float32Array(4).fill(i));
      if (i % 5 === 0) {
        await wait(2);
      }
    }
    context.dispatch(graph, inputs, {y: output});
    assert.equal(new Float32Array(await context.readTensor(output))[2], i);
  }
});

test('a tensor starts with zeros, and reads copy to views at their offset', async () => {
  const {context, output} = await doubling();
  const target = new Float32Array(6).fill(7);
  assert.equal(await context.readTensor(output, target.subarray(1, 5)), undefined);
  assert.deepEqual([...target], [7, 0, 0, 0, 0, 7]);
  for (const other of [new Float32Array(3), new Float32Array(5), new Int32Array(4), new ArrayBuffer(12)]) {
    await assert.rejects(context.readTensor(output, other), TypeError);
  }
  assert.equal((await context.readTensor(output)).byteLength, 16);
});

test('a view that is longer than any tensor is refused, not cut off', async () => {
  const context = await ml.createContext({deviceType: 'cpu'});
  const tensor = await context.createTensor({...descriptor, writable: true});
  for (const length of [2 ** 31 + 16, 2 ** 32 + 16]) {
    let bytes;
    try {
      bytes = new Uint8Array(length);
    } catch {
      continue; // This Node.js has no views so long.
    }
    const expected = {name: 'TypeError', message: new RegExp(`a buffer of ${length} elements is too large`)};
    assert.throws(() => context.writeTensor(tensor, bytes), expected);
    assert.throws(() => new MLGraphBuilder(context).constant(descriptor, bytes), expected);
    await assert.rejects(context.createConstantTensor(descriptor, bytes), expected);
  }
});

test('memory of WebAssembly, which moves, is read when the call is made', async () => {
  const {context, graph, input, output} = await doubling();
  const memory = new WebAssembly.Memory({initial: 1});
  new Float32Array(memory.buffer, 64, 4).set([1, 2, 3, 4]);
  context.dispatch(graph, {x: input}, {y: output});
  context.writeTensor(input, new Uint8Array(memory.buffer, 64, 16));
  memory.grow(1);
  new Float32Array(memory.buffer, 64, 4).fill(0);
  context.dispatch(graph, {x: input}, {y: output});
  const target = new Uint8Array(memory.buffer, 128, 16);
  await context.readTensor(output, target);
  assert.deepEqual([...new Float32Array(memory.buffer, 128, 4)], [2, 4, 6, 8]);
});

test('dispatch takes the graph\'s tensors and no others', async () => {
  const {context, graph, input, output} = await doubling();
  const wrongShape = await context.createTensor({dataType: 'float32', shape: [2, 2]});
  const wrongType = await context.createTensor({dataType: 'int32', shape: [4]});
  const constant = await context.createConstantTensor(descriptor, new Float32Array(4));
  for (const [inputs, outputs] of [
    [{}, {y: output}], [{x: input, z: input}, {y: output}], [{z: input}, {y: output}], [{x: input}, {}], [{x: input}, {y: input}],
    [{x: wrongShape}, {y: output}], [{x: wrongType}, {y: output}], [{x: constant}, {y: output}], [{x: input}, {y: constant}], [{x: 1}, {y: output}],
  ]) {
    assert.throws(() => context.dispatch(graph, inputs, outputs), TypeError);
  }
  const other = await doubling();
  assert.throws(() => context.dispatch(graph, {x: other.input}, {y: output}), TypeError);
  assert.throws(() => other.context.dispatch(graph, {x: input}, {y: output}), TypeError);
  assert.throws(() => context.writeTensor(other.input, new Float32Array(4)), TypeError);
});

test('usage decides who reads and who writes', async () => {
  const {context, input, output} = await doubling();
  assert.throws(() => context.writeTensor(output, new Float32Array(4)), TypeError);
  for (const other of [new Float32Array(3), new Int32Array(4), new ArrayBuffer(20)]) {
    assert.throws(() => context.writeTensor(input, other), TypeError);
  }
  await assert.rejects(context.readTensor(input), TypeError);
});

test('what is destroyed is refused, and work under way is done', async () => {
  const {context, graph, input, output} = await doubling();
  context.writeTensor(input, new Float32Array([1, 2, 3, 4]));
  context.dispatch(graph, {x: input}, {y: output});
  input.destroy();
  input.destroy();
  graph.destroy();
  graph.destroy();
  assert.deepEqual([...new Float32Array(await context.readTensor(output))], [2, 4, 6, 8]);
  assert.throws(() => context.writeTensor(input, new Float32Array(4)), TypeError);
  assert.throws(() => context.dispatch(graph, {x: input}, {y: output}), invalidState);
  const pending = context.readTensor(output);
  output.destroy();
  await assert.rejects(pending, invalidState);
  await assert.rejects(context.readTensor(output), TypeError);
});

test('a context that is destroyed is lost, with all that it made', async () => {
  const {context, graph, input, output} = await doubling();
  const builder = new MLGraphBuilder(context);
  const pending = context.readTensor(output);
  assert.equal(context.lost, context.lost);
  context.destroy();
  context.destroy();
  assert.match((await context.lost).message, /destroy/);
  await assert.rejects(pending, invalidState);
  assert.throws(() => context.dispatch(graph, {x: input}, {y: output}), invalidState);
  assert.throws(() => context.writeTensor(input, new Float32Array(4)), invalidState);
  assert.throws(() => new MLGraphBuilder(context), invalidState);
  assert.throws(() => builder.input('x', descriptor), invalidState);
  assert.throws(() => builder.constant(descriptor, new Int32Array(4)), invalidState);
  await assert.rejects(context.readTensor(output), invalidState);
  await assert.rejects(context.createTensor(descriptor), invalidState);
  await assert.rejects(context.createConstantTensor(descriptor, new Int32Array(4)), invalidState);
  const other = await doubling();
  assert.throws(() => builder.constant(other.input), TypeError);
  assert.throws(() => context.dispatch(other.graph, {x: input}, {y: output}), TypeError);
  await assert.rejects(context.readTensor(other.output), TypeError);
});

test('a constant tensor may be destroyed after the graph is built', async () => {
  const context = await ml.createContext({deviceType: 'cpu'});
  const builder = new MLGraphBuilder(context);
  const constant = await context.createConstantTensor(descriptor, new Float32Array([10, 20, 30, 40]));
  const graph = await builder.build({y: builder.add(builder.input('x', descriptor), builder.constant(constant))});
  constant.destroy();
  const y = new Float32Array(4);
  graph.computeSync({x: new Float32Array([1, 2, 3, 4])}, {y});
  assert.deepEqual([...y], [11, 22, 33, 44]);
});

test('computeSync waits for what is under way, and takes tensors and views', async () => {
  const {context, graph, input, output} = await doubling();
  context.writeTensor(input, new Float32Array([1, 2, 3, 4]));
  context.dispatch(graph, {x: input}, {y: output});
  const y = new Float32Array(4);
  graph.computeSync({x: input}, {y});
  assert.deepEqual([...y], [2, 4, 6, 8]);
  graph.computeSync({x: y}, {y: output});
  assert.deepEqual([...new Float32Array(await context.readTensor(output))], [4, 8, 12, 16]);
  assert.throws(() => graph.computeSync({x: new Float32Array(3)}, {y}), TypeError);
  assert.throws(() => graph.computeSync({x: new Uint8Array(new ArrayBuffer(32), 1, 16)}, {y}), TypeError);
});

test('int64 scalars keep all their bits', async () => {
  const context = await ml.createContext({deviceType: 'cpu'});
  const builder = new MLGraphBuilder(context);
  const graph = await builder.build({
    y: builder.add(builder.input('x', {dataType: 'int64', shape: [1]}), builder.constant('int64', 9007199254740993n)),
  });
  const y = new BigInt64Array(1);
  graph.computeSync({x: BigInt64Array.of(0n)}, {y});
  assert.equal(y[0], 9007199254740993n);
});
