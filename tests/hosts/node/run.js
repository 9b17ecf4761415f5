// A Node.js program as its author would write it: loads a model with our delegate, runs it, prints the outputs.
//   node run.js MODEL INPUT OUTPUT [OPTIONS-AS-JSON [LIBRARY]]
'use strict';

const fs = require('fs');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {loadTFLiteModel} = require('tfjs-tflite-node');
const {WebNNDelegate} = require('webnn-tflite-delegate');

const [, , modelPath, inputPath, outputPath, options, library] = process.argv;

async function main() {
  const delegates = options === undefined ? [] : [new WebNNDelegate(JSON.parse(options), library)];
  const model = await loadTFLiteModel(modelPath, {numThreads: 1, delegates});
  const [{shape, dtype}] = model.inputs;
  const bytes = fs.readFileSync(inputPath);
  const values = dtype === 'float32' ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) : Int32Array.from(bytes);
  const result = model.predict(tf.tensor(values, shape, dtype));
  const output = result instanceof tf.Tensor ? result.dataSync() : Object.values(result)[0].dataSync();
  fs.writeFileSync(outputPath, JSON.stringify(Array.from(output)));
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
