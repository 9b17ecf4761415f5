// Compiles, or does not, with the package's types.

import {configure, ml, MLGraphBuilder, MLOperand} from 'webnn-node';
import type {MLContext, MLOpSupportLimits} from 'webnn-node';
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

export {types};
