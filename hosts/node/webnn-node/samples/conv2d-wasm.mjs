// One operator at a time, called from a WebAssembly module: its memory holds input, filter and output in standard layout, and a host function
// runs a graph of a single conv2d over them in place, synchronously. So can a framework replace its own kernels one by one.
//   node conv2d-wasm.mjs

import {ml, MLGraphBuilder} from 'webnn-node';

const SIZE = 4;
const [INPUT, OUTPUT] = [0, 256];

/** (module (import "webnn" "conv2d" (func (param i32 i32))) (import "webnn" "memory" (memory 1))
 *    (func (export "main") (call 0 (i32.const 0) (i32.const 256)) (call 0 (i32.const 256) (i32.const 0)))) */
const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x09, 0x02, 0x60, 0x02, 0x7f, 0x7f, 0x00, 0x60, 0x00, 0x00,
  0x02, 0x20, 0x02, 0x05, ...Buffer.from('webnn'), 0x06, ...Buffer.from('conv2d'), 0x00, 0x00,
  0x05, ...Buffer.from('webnn'), 0x06, ...Buffer.from('memory'), 0x02, 0x00, 0x01,
  0x03, 0x02, 0x01, 0x01,
  0x07, 0x08, 0x01, 0x04, ...Buffer.from('main'), 0x00, 0x01,
  0x0a, 0x12, 0x01, 0x10, 0x00, 0x41, 0x00, 0x41, 0x80, 0x02, 0x10, 0x00, 0x41, 0x80, 0x02, 0x41, 0x00, 0x10, 0x00, 0x0b,
]);

const context = await ml.createContext({deviceType: 'cpu', synchronous: true});
const builder = new MLGraphBuilder(context);
const input = builder.input('input', {dataType: 'float32', shape: [1, 1, SIZE, SIZE]});
const blur = builder.constant({dataType: 'float32', shape: [1, 1, 3, 3]}, new Float32Array(9).fill(1));
const graph = await builder.build({output: builder.conv2d(input, blur, {padding: [1, 1, 1, 1]})});

const memory = new WebAssembly.Memory({initial: 1});
const image = address => new Float32Array(memory.buffer, address, SIZE * SIZE);
const conv2d = (from, to) => graph.computeSync({input: image(from)}, {output: image(to)});
const {instance} = await WebAssembly.instantiate(MODULE, {webnn: {conv2d, memory}});

image(INPUT).fill(1);
instance.exports.main();
console.log('once: ', [...image(OUTPUT)].join(' '));
console.log('twice:', [...image(INPUT)].join(' '));
