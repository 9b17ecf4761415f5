// Writes ONNX models: as much of the protobuf format (https://onnx.ai/onnx/repo-docs/IR.html) as the networks of networks.mjs need.

const FLOAT = 1;
const TYPES = {float32: FLOAT, uint8: 2, int8: 3, int32: 6, int64: 7};
const ATTRIBUTE = {float: 1, int: 2, ints: 7};

function varint(value) {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 0x80n) {
      bytes.push(Number(rest));
      return Buffer.from(bytes);
    }
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}

function number(field, value) {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function float(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}

function bytes(field, value) {
  const data = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([varint((field << 3) | 2), varint(data.length), data]);
}

function message(field, ...parts) {
  return bytes(field, Buffer.concat(parts));
}

function attribute(name, value) {
  const isList = Array.isArray(value);
  const isFloat = typeof value === 'object' && !isList;
  const content = isList ? value.map(item => number(8, item)) : [isFloat ? float(2, value.float) : number(3, value)];
  return message(5, bytes(1, name), ...content, number(20, isList ? ATTRIBUTE.ints : isFloat ? ATTRIBUTE.float : ATTRIBUTE.int));
}

function valueInfo(field, {name, dataType, shape}) {
  const dimensions = shape.map(dimension => message(1, typeof dimension === 'string' ? bytes(2, dimension) : number(1, dimension)));
  return message(field, bytes(1, name), message(2, message(1, number(1, TYPES[dataType]), message(2, ...dimensions))));
}

/** Collects nodes and constants; values are names. */
export class OnnxWriter {
  #nodes = [];
  #constants = [];
  #next = 0;

  /** Attributes: whole numbers, lists of them, {float: value}. */
  add(operator, inputs, attributes = {}, output = `${operator.toLowerCase()}_${this.#next++}`) {
    const parts = [...inputs.map(input => bytes(1, input)), bytes(2, output), bytes(3, output), bytes(4, operator)];
    this.#nodes.push(message(1, ...parts, ...Object.entries(attributes).map(([name, value]) => attribute(name, value))));
    return output;
  }

  constant(dataType, shape, values) {
    const name = `constant_${this.#next++}`;
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(message(5, ...shape.map(dimension => number(1, dimension)), number(2, TYPES[dataType]), bytes(8, name), bytes(9, raw)));
    return name;
  }

  /** The model's file; inputs and outputs are {name, dataType, shape}, a dimension a number or a name. */
  model(inputs, outputs, opset = 13) {
    const graph = [
      ...this.#nodes, bytes(2, 'network'), ...this.#constants, ...inputs.map(input => valueInfo(11, input)), ...outputs.map(output => valueInfo(12, output)),
    ];
    return new Uint8Array(Buffer.concat([number(1, 8), bytes(2, 'webnn-node tests'), message(7, ...graph), message(8, bytes(1, ''), number(2, opset))]));
  }
}
