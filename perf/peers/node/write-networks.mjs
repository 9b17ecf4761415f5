// MobileNetV2 for the peers that run ONNX: node write-networks.mjs FOLDER writes mobilenet_v2_fp32.onnx and mobilenet_v2_int8.onnx.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mobilenetV2 } from '../../../tests/hosts/webnn-node/support/networks.mjs';

const [, , folder] = process.argv;
writeFileSync(join(folder, 'mobilenet_v2_fp32.onnx'), mobilenetV2());
writeFileSync(join(folder, 'mobilenet_v2_int8.onnx'), mobilenetV2({ isQuantized: true }));
