// Networks with seeded weights, as ONNX files: MobileNetV2 (Sandler et al., 2018) in 32-bit floats, and quantized to 8 bits with QDQ nodes.

import {OnnxWriter} from './onnx.mjs';

// Expansion, channels, repeats, first stride of each stage.
const STAGES = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1]];
const CLASSES = 1000;

/** Mulberry32: uniform numbers in [0, 1). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Network {
  writer = new OnnxWriter();
  #next = random(7);
  #isQuantized;

  constructor(isQuantized) {
    this.#isQuantized = isQuantized;
  }

  /** Convolution, bias and, where it has one, ReLU6; uniform weights that keep the variance. */
  convolve(input, inputs, outputs, {kernel = 1, stride = 1, groups = 1, isLinear = false} = {}) {
    const fan = (inputs / groups) * kernel * kernel;
    const weights = this.#uniform(outputs * fan, Math.sqrt(6 / fan));
    const bias = this.#uniform(outputs, 0.1);
    const shape = [outputs, inputs / groups, kernel, kernel];
    const padding = Array(4).fill((kernel - 1) / 2);
    const attributes = {kernel_shape: [kernel, kernel], strides: [stride, stride], pads: padding, group: groups, dilations: [1, 1]};
    const operands = [input, this.#weights(shape, weights), this.writer.constant('float32', [outputs], bias)];
    const sum = this.writer.add('Conv', operands, attributes);
    return this.activation(isLinear ? sum : this.writer.add('Clip', [sum, this.#scalar(0), this.#scalar(6)]), isLinear ? 8 : 3);
  }

  /** A value that is stored in 8 bits where the network is quantized; `range` on either side of zero. */
  activation(value, range) {
    if (!this.#isQuantized) {
      return value;
    }
    const parameters = [this.#scalar(range / 127), this.writer.constant('uint8', [], Uint8Array.of(range === 3 ? 0 : 128))];
    return this.writer.add('DequantizeLinear', [this.writer.add('QuantizeLinear', [value, ...parameters]), ...parameters]);
  }

  multiply(input, inputs, outputs) {
    const weights = this.#weights([inputs, outputs], this.#uniform(inputs * outputs, Math.sqrt(6 / inputs)));
    return this.writer.add('Gemm', [input, weights, this.writer.constant('float32', [outputs], this.#uniform(outputs, 0.1))]);
  }

  #weights(shape, values) {
    if (!this.#isQuantized) {
      return this.writer.constant('float32', shape, values);
    }
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    const integers = Int8Array.from(values, value => Math.round(value / scale));
    return this.writer.add('DequantizeLinear', [
      this.writer.constant('int8', shape, integers), this.#scalar(scale), this.writer.constant('int8', [], Int8Array.of(0)),
    ]);
  }

  #scalar(value) {
    return this.writer.constant('float32', [], Float32Array.of(value));
  }

  #uniform(length, range) {
    return Float32Array.from({length}, () => ((this.#next() * 2) - 1) * range);
  }
}

/** Float input [batch,3,size,size], scores [batch,1000]; a batch may be a name. */
export function mobilenetV2({size = 224, isQuantized = false, batch = 1, input = 'image', output = 'scores'} = {}) {
  const network = new Network(isQuantized);
  let value = network.convolve(network.activation(input, 1), 3, 32, {kernel: 3, stride: 2});
  let channels = 32;
  for (const [expansion, outputs, repeats, firstStride] of STAGES) {
    for (let i = 0; i < repeats; i++) {
      const stride = i === 0 ? firstStride : 1;
      const wide = channels * expansion;
      const expanded = expansion === 1 ? value : network.convolve(value, channels, wide);
      const filtered = network.convolve(expanded, wide, wide, {kernel: 3, stride, groups: wide});
      const narrow = network.convolve(filtered, wide, outputs, {isLinear: true});
      value = stride === 1 && channels === outputs ? network.activation(network.writer.add('Add', [value, narrow]), 8) : narrow;
      channels = outputs;
    }
  }
  value = network.convolve(value, channels, 1280);
  value = network.writer.add('Flatten', [network.writer.add('GlobalAveragePool', [value])], {axis: 1});
  network.writer.add('Softmax', [network.multiply(value, 1280, CLASSES)], {axis: -1}, output);
  return network.writer.model(
    [{name: input, dataType: 'float32', shape: [batch, 3, size, size]}], [{name: output, dataType: 'float32', shape: [batch, CLASSES]}]);
}

/** An input of the given length between -1 and 1, always the same. */
export function image(length) {
  const next = random(11);
  return Float32Array.from({length}, () => (next() * 2) - 1);
}
