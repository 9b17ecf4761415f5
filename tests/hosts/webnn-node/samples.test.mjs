// The package's samples print what they should.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {writeClassifier} from './support/classifier.mjs';
import {mobilenetV2} from './support/networks.mjs';
import {requires, shared} from './support/shared.mjs';

function run(sample, ...values) {
  // Beside the clients that it imports.
  const copy = path.resolve(`sample-${sample}.mjs`);
  cpSync(`node_modules/webnn-node/samples/${sample}.mjs`, copy);
  const {status, stdout, stderr} = spawnSync(process.execPath, [copy, ...values], {encoding: 'utf8'});
  assert.equal(status, 0, stderr);
  return stdout;
}

test('navigator-ml', () => assert.equal(run('navigator-ml'), '0 0 1 3\n'));

test('conv2d-wasm', () => assert.equal(run('conv2d-wasm'), [
  'once:  4 6 6 4 6 9 9 6 6 9 9 6 4 6 6 4',
  'twice: 25 40 40 25 40 64 64 40 40 64 64 40 25 40 40 25',
  '',
].join('\n')));

test('litert', requires('models', 'mobilenet_v1_0.25_224_fp32.tflite'), () =>
  assert.match(run('litert', shared('models', 'mobilenet_v1_0.25_224_fp32.tflite')), /whole on WebNN: true, 1001 outputs/));

test('onnxruntime-web', () => {
  const file = path.resolve('sample.onnx');
  writeFileSync(file, mobilenetV2({size: 64}));
  assert.match(run('onnxruntime-web', file), /scores: \[1, 1000\]/);
});

test('transformers', () => {
  writeClassifier(path.resolve('classifiers'), 'sample', 224);
  assert.match(run('transformers', path.resolve('classifiers'), 'sample'), /^(class \d+: 0\.\d{4}\n){3}$/);
});

const models = {'mobilenet_v2.tflite': 'mobilenet_v1_0.25_224_fp32.tflite', 'ssd_mobilenet.tflite': 'coco_ssd_mobilenet_v1_quant.tflite'};

test('the programs of the README', requires('models', 'coco_ssd_mobilenet_v1_quant.tflite'), () => {
  const programs = [...readFileSync('node_modules/webnn-node/README.md', 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(([, program]) => program);
  assert.equal(programs.length, 3);
  mkdirSync('readme', {recursive: true});
  for (const [name, model] of Object.entries(models)) {
    cpSync(shared('models', model), path.join('readme', name));
  }
  const outputs = programs.map((program, i) => {
    writeFileSync(path.join('readme', `${i}.mjs`), program);
    const {status, stdout, stderr} = spawnSync(process.execPath, [`${i}.mjs`], {cwd: 'readme', encoding: 'utf8'});
    return status === 0 || /TensorFlow Lite was not found/.test(stderr) ? stdout : assert.fail(stderr);
  });
  assert.match(outputs[1], /Float32Array\(1001\)[^]*ONNX Runtime/);
  assert.ok(outputs[2] === '' || /63 of 64 nodes on WebNN[^]*TFLite_Detection_PostProcess/.test(outputs[2]), outputs[2]);
});
