// Compiles, or does not, with the package's types.

import {configure, ml, MLGraphBuilder, MLOperand} from 'webnn-node';
import type {MLContext, MLOpSupportLimits} from 'webnn-node';
import {CompiledModel, Interpreter} from 'webnn-node/tflite';
import 'webnn-node/register';

configure({threads: 2});
const context: MLContext = await ml.createContext({powerPreference: 'low-power', synchronous: true});
const limits: MLOpSupportLimits = context.opSupportLimits();
const types: string[] = limits.conv2d.filter.dataTypes;
const builder = new MLGraphBuilder(context);
const x = builder.input('x', {dataType: 'float32', shape: [1, 1, 4, 4]});
const filter = builder.constant({dataType: 'float32', shape: [1, 1, 3, 3]}, new Float32Array(9));
const y = builder.clamp(builder.conv2d(x, filter, {padding: [1, 1, 1, 1], inputLayout: 'nchw'}), {minValue: 0n});
const graph = await builder.build({y});
graph.computeSync({x: new Float32Array(16)}, {y: new Float32Array(16)});

// @ts-expect-error a layout that does not exist
builder.conv2d(x, filter, {inputLayout: 'nchw8'});

// @ts-expect-error an interface without a constructor
new MLOperand();

const runnables = [await CompiledModel.load('model.tflite', {threads: 2}), await Interpreter.load(new Uint8Array(), {delegates: ['webnn'], signature: 'key'})];
for (const {inputs, report} of runnables) {
  new Uint8Array(inputs[0].data.buffer).fill(0);
  types.push(report.backend);
}
const interpreter = runnables[1] as Interpreter;
interpreter.resizeInput('x', [1, 2]);
await interpreter.allocateTensors();
interpreter.setStrings('x', ['one', new Uint8Array(2)]);
types.push(...interpreter.outputs[0].strings ?? []);
types.push(...interpreter.report.refused.map(({op}) => op));

export {types};
