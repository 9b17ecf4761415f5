// transformers.js on WebNN. Needs npm install @huggingface/transformers onnxruntime-web.
//   node transformers.mjs FOLDER MODEL       an image classifier: FOLDER/MODEL/config.json, preprocessor_config.json, onnx/model.onnx

import 'webnn-node/register';
import 'webnn-node/shims/transformers';
import {env, pipeline, RawImage} from '@huggingface/transformers';

const [, , folder, name] = process.argv;
Object.assign(env, {localModelPath: folder, allowRemoteModels: false});
const classify = await pipeline('image-classification', name, {device: 'auto', dtype: 'fp32'});
const picture = new RawImage(new Uint8ClampedArray(3 * 224 * 224).fill(128), 224, 224, 3);
for (const {label, score} of await classify(picture, {top_k: 3})) {
  console.log(`${label}: ${score.toFixed(4)}`);
}
await classify.dispose();
