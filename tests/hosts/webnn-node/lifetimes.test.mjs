// Memory, workers, and the end of a process with work under way. WEBNN_NODE_LONG=1: the long form, 10,000 graphs and 100,000 tensors in five rounds,
// and all workers at once.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {ml, MLGraphBuilder} from 'webnn-node';
import {CompiledModel, Interpreter} from 'webnn-node/tflite';

const isLong = process.env.WEBNN_NODE_LONG === '1';
const descriptor = {dataType: 'float32', shape: [256, 64]};
const MEBIBYTE = 2 ** 20;
const program = fileURLToPath(new URL('support/worker.mjs', import.meta.url));

/** By how much the process grows, in MiB, while a step runs so often: the least of three rounds, as a leak shows in each of them. */
async function growth(times, step) {
  const run = async () => {
    for (let i = 0; i < times; i++) {
      await step();
    }
    for (let i = 0; i < 5; i++) {
      globalThis.gc?.();
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    return process.memoryUsage().rss;
  };
  await run();
  let before = await run();
  let least = Infinity;
  for (let round = 0; round < 3; round++) {
    const after = await run();
    least = Math.min(least, after - before);
    before = after;
  }
  return least / MEBIBYTE;
}

async function build(context) {
  const builder = new MLGraphBuilder(context);
  const weights = builder.constant({...descriptor, shape: [64, 256]}, new Float32Array(16384));
  return builder.build({y: builder.matmul(builder.input('x', descriptor), weights)});
}

for (const destroys of [true, false]) {
  const how = destroys ? 'destroyed' : 'left to the collector';

  test(`graphs that are built and ${how} leave no memory`, {skip: !destroys && !globalThis.gc && 'needs --expose-gc'}, async () => {
    const context = await ml.createContext({deviceType: 'cpu'});
    const grown = await growth(isLong ? 2_000 : 100, async () => {
      const graph = await build(context);
      if (destroys) {
        graph.destroy();
      }
    });
    assert.ok(grown < 10, `${grown} MiB`);
  });

  test(`tensors that are made and ${how} leave no memory`, {skip: !destroys && !globalThis.gc && 'needs --expose-gc'}, async () => {
    const context = await ml.createContext({deviceType: 'cpu'});
    const grown = await growth(isLong ? 20_000 : 3_000, async () => {
      const tensor = await context.createTensor({...descriptor, writable: true});
      context.writeTensor(tensor, new Float32Array(16384));
      if (destroys) {
        tensor.destroy();
      }
    });
    assert.ok(grown < 10, `${grown} MiB`);
  });
}

test('builders that are never built leave no memory', async () => {
  const context = await ml.createContext({deviceType: 'cpu'});
  assert.ok(await growth(isLong ? 200_000 : 30_000, () => new MLGraphBuilder(context)) < 10);
});

for (const runner of [CompiledModel, Interpreter]) {
  const load = () => runner.load('models/add_relu.tflite');
  const skip = await load().then(() => false, ({name, message}) => name === 'NotSupportedError' && message);

  test(`each ${runner.name} that is loaded, run and destroyed leaves no memory`, {skip}, async () => {
    const grown = await growth(isLong ? 1_000 : 50, async () => {
      const model = await load();
      await model.run();
      model.destroy();
    });
    assert.ok(grown < 10, `${grown} MiB`);
  });
}

test('sixteen workers end with work under way, and with none', async () => {
  const codes = [];
  const atOnce = isLong ? 16 : 4;
  for (let i = 0; i < 16; i += atOnce) {
    codes.push(...await Promise.all(Array.from({length: atOnce}, (_, j) => new Promise((resolve, reject) => {
      new Worker(program, {workerData: ['dispatch', 'read', 'build', 'done'][j % 4]}).on('error', reject).on('exit', resolve);
    }))));
  }
  assert.deepEqual(codes, Array(16).fill(0));
});

test('a worker that ends in the middle of a build takes the weights with it', async () => {
  const grown = await growth(5, () => new Promise((resolve, reject) => {
    new Worker(program, {workerData: 'weights'}).on('error', reject).on('exit', resolve);
  }));
  assert.ok(grown < 20, `${grown} MiB, with 16 MiB of weights in each of 5 workers`);
});

test('a worker that is terminated from outside ends', async () => {
  const worker = new Worker(program, {workerData: 'stays'});
  await new Promise(resolve => worker.once('message', resolve));
  assert.equal(typeof await worker.terminate(), 'number');
});

test('a process ends with a dispatch under way', () => {
  const run = spawnSync(process.execPath, [program], {encoding: 'utf8'});
  assert.equal(run.signal, null, run.stderr);
  assert.equal(run.status, 0, run.stderr);
});

test('a pending read keeps the process alive, an idle context does not', () => {
  const source = `
    const {ml, MLGraphBuilder} = require('webnn-node');
    (async () => {
      const context = await ml.createContext({deviceType: 'cpu'});
      const tensor = await context.createTensor({dataType: 'float32', shape: [1], readable: true});
      const builder = new MLGraphBuilder(context);
      const graph = await builder.build({y: builder.relu(builder.input('x', {dataType: 'float32', shape: [1]}))});
      context.dispatch(graph, {x: await context.createTensor({dataType: 'float32', shape: [1]})}, {y: tensor});
      console.log((await context.readTensor(tensor)).byteLength);
    })();`;
  const run = spawnSync(process.execPath, ['-e', source], {encoding: 'utf8', timeout: 60_000});
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout.trim(), '4');
});
