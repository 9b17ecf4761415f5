// An image classifier in the form that transformers.js loads: a MobileNetV2 with seeded weights.

import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {mobilenetV2} from './networks.mjs';

/** Writes FOLDER/NAME; a batch may be a name. */
export function writeClassifier(folder, name, size, batch = 1) {
  const write = (file, text) => writeFileSync(path.join(folder, name, file), text);
  mkdirSync(path.join(folder, name, 'onnx'), {recursive: true});
  write('onnx/model.onnx', mobilenetV2({size, batch, input: 'pixel_values', output: 'logits'}));
  write('config.json', JSON.stringify({
    model_type: 'mobilenet_v2', architectures: ['MobileNetV2ForImageClassification'],
    id2label: Object.fromEntries(Array.from({length: 1000}, (_, i) => [i, `class ${i}`])),
  }));
  write('preprocessor_config.json', JSON.stringify({
    image_processor_type: 'ViTImageProcessor', do_normalize: true, do_rescale: true, do_resize: true,
    image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], rescale_factor: 1 / 255, size: {height: size, width: size},
  }));
}
