// GENERATED from idl/webnn.idl and idl/extensions.idl by idl/generate.mjs. Do not edit.
'use strict';

const {begin} = require('./call');
const {enums} = require('./idl');
const webidl = require('./webidl');

// Each method writes its arguments to a call in the order of its parameters. Dictionaries: those of the base first, then by name.

function packMLArgMinMaxOptions(call, given) {
  const from = webidl.dictionary(given, 'MLArgMinMaxOptions');
  call.label(from.label);
  const keepDimensions = from.keepDimensions;
  if (keepDimensions === undefined) call.number(0);
  else call.number(keepDimensions ? 1 : 0);
  const outputDataType = from.outputDataType;
  if (outputDataType === undefined) call.number(2);
  else call.number(webidl.enumerationIndex(enums.MLOperandDataType)(outputDataType, 'options.outputDataType'));
}

function packMLBatchNormalizationOptions(call, given) {
  const from = webidl.dictionary(given, 'MLBatchNormalizationOptions');
  call.label(from.label);
  const axis = from.axis;
  if (axis === undefined) call.number(1);
  else call.number(webidl.unsignedLongInRange(axis, 'options.axis'));
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const epsilon = from.epsilon;
  if (epsilon === undefined) call.number(0.00001);
  else call.number(webidl.double(epsilon, 'options.epsilon'));
  const scale = from.scale;
  if (scale === undefined) call.absent();
  else call.operand(scale, 'options.scale');
}

function packMLClampOptions(call, given) {
  const from = webidl.dictionary(given, 'MLClampOptions');
  call.label(from.label);
  const maxValue = from.maxValue;
  if (maxValue === undefined) call.absent();
  else call.mlNumber(maxValue, 'options.maxValue');
  const minValue = from.minValue;
  if (minValue === undefined) call.absent();
  else call.mlNumber(minValue, 'options.minValue');
}

function packMLConv2dOptions(call, given) {
  const from = webidl.dictionary(given, 'MLConv2dOptions');
  call.label(from.label);
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const dilations = from.dilations;
  if (dilations === undefined) call.absent();
  else call.sequence(dilations, webidl.unsignedLongInRange, 'options.dilations');
  const filterLayout = from.filterLayout;
  if (filterLayout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLConv2dFilterOperandLayout)(filterLayout, 'options.filterLayout'));
  const groups = from.groups;
  if (groups === undefined) call.number(1);
  else call.number(webidl.unsignedLongInRange(groups, 'options.groups'));
  const inputLayout = from.inputLayout;
  if (inputLayout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLInputOperandLayout)(inputLayout, 'options.inputLayout'));
  const padding = from.padding;
  if (padding === undefined) call.absent();
  else call.sequence(padding, webidl.unsignedLongInRange, 'options.padding');
  const strides = from.strides;
  if (strides === undefined) call.absent();
  else call.sequence(strides, webidl.unsignedLongInRange, 'options.strides');
}

function packMLConvTranspose2dOptions(call, given) {
  const from = webidl.dictionary(given, 'MLConvTranspose2dOptions');
  call.label(from.label);
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const dilations = from.dilations;
  if (dilations === undefined) call.absent();
  else call.sequence(dilations, webidl.unsignedLongInRange, 'options.dilations');
  const filterLayout = from.filterLayout;
  if (filterLayout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLConvTranspose2dFilterOperandLayout)(filterLayout, 'options.filterLayout'));
  const groups = from.groups;
  if (groups === undefined) call.number(1);
  else call.number(webidl.unsignedLongInRange(groups, 'options.groups'));
  const inputLayout = from.inputLayout;
  if (inputLayout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLInputOperandLayout)(inputLayout, 'options.inputLayout'));
  const outputPadding = from.outputPadding;
  if (outputPadding === undefined) call.absent();
  else call.sequence(outputPadding, webidl.unsignedLongInRange, 'options.outputPadding');
  const outputSizes = from.outputSizes;
  if (outputSizes === undefined) call.absent();
  else call.sequence(outputSizes, webidl.unsignedLongInRange, 'options.outputSizes');
  const padding = from.padding;
  if (padding === undefined) call.absent();
  else call.sequence(padding, webidl.unsignedLongInRange, 'options.padding');
  const strides = from.strides;
  if (strides === undefined) call.absent();
  else call.sequence(strides, webidl.unsignedLongInRange, 'options.strides');
}

function packMLCumulativeSumOptions(call, given) {
  const from = webidl.dictionary(given, 'MLCumulativeSumOptions');
  call.label(from.label);
  const exclusive = from.exclusive;
  if (exclusive === undefined) call.number(0);
  else call.number(exclusive ? 1 : 0);
  const reversed = from.reversed;
  if (reversed === undefined) call.number(0);
  else call.number(reversed ? 1 : 0);
}

function packMLEluOptions(call, given) {
  const from = webidl.dictionary(given, 'MLEluOptions');
  call.label(from.label);
  const alpha = from.alpha;
  if (alpha === undefined) call.number(1);
  else call.number(webidl.double(alpha, 'options.alpha'));
}

function packMLGatherOptions(call, given) {
  const from = webidl.dictionary(given, 'MLGatherOptions');
  call.label(from.label);
  const axis = from.axis;
  if (axis === undefined) call.number(0);
  else call.number(webidl.unsignedLongInRange(axis, 'options.axis'));
}

function packMLGemmOptions(call, given) {
  const from = webidl.dictionary(given, 'MLGemmOptions');
  call.label(from.label);
  const aTranspose = from.aTranspose;
  if (aTranspose === undefined) call.number(0);
  else call.number(aTranspose ? 1 : 0);
  const alpha = from.alpha;
  if (alpha === undefined) call.number(1);
  else call.number(webidl.double(alpha, 'options.alpha'));
  const bTranspose = from.bTranspose;
  if (bTranspose === undefined) call.number(0);
  else call.number(bTranspose ? 1 : 0);
  const beta = from.beta;
  if (beta === undefined) call.number(1);
  else call.number(webidl.double(beta, 'options.beta'));
  const c = from.c;
  if (c === undefined) call.absent();
  else call.operand(c, 'options.c');
}

function packMLGruCellOptions(call, given) {
  const from = webidl.dictionary(given, 'MLGruCellOptions');
  call.label(from.label);
  const activations = from.activations;
  if (activations === undefined) call.absent();
  else call.sequence(activations, webidl.enumerationIndex(enums.MLRecurrentNetworkActivation), 'options.activations');
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLGruWeightLayout)(layout, 'options.layout'));
  const recurrentBias = from.recurrentBias;
  if (recurrentBias === undefined) call.absent();
  else call.operand(recurrentBias, 'options.recurrentBias');
  const resetAfter = from.resetAfter;
  if (resetAfter === undefined) call.number(1);
  else call.number(resetAfter ? 1 : 0);
}

function packMLGruOptions(call, given) {
  const from = webidl.dictionary(given, 'MLGruOptions');
  call.label(from.label);
  const activations = from.activations;
  if (activations === undefined) call.absent();
  else call.sequence(activations, webidl.enumerationIndex(enums.MLRecurrentNetworkActivation), 'options.activations');
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const direction = from.direction;
  if (direction === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLRecurrentNetworkDirection)(direction, 'options.direction'));
  const initialHiddenState = from.initialHiddenState;
  if (initialHiddenState === undefined) call.absent();
  else call.operand(initialHiddenState, 'options.initialHiddenState');
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLGruWeightLayout)(layout, 'options.layout'));
  const recurrentBias = from.recurrentBias;
  if (recurrentBias === undefined) call.absent();
  else call.operand(recurrentBias, 'options.recurrentBias');
  const resetAfter = from.resetAfter;
  if (resetAfter === undefined) call.number(1);
  else call.number(resetAfter ? 1 : 0);
  const returnSequence = from.returnSequence;
  if (returnSequence === undefined) call.number(0);
  else call.number(returnSequence ? 1 : 0);
}

function packMLHardSigmoidOptions(call, given) {
  const from = webidl.dictionary(given, 'MLHardSigmoidOptions');
  call.label(from.label);
  const alpha = from.alpha;
  if (alpha === undefined) call.number(0.2);
  else call.number(webidl.double(alpha, 'options.alpha'));
  const beta = from.beta;
  if (beta === undefined) call.number(0.5);
  else call.number(webidl.double(beta, 'options.beta'));
}

function packMLInstanceNormalizationOptions(call, given) {
  const from = webidl.dictionary(given, 'MLInstanceNormalizationOptions');
  call.label(from.label);
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const epsilon = from.epsilon;
  if (epsilon === undefined) call.number(0.00001);
  else call.number(webidl.double(epsilon, 'options.epsilon'));
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLInputOperandLayout)(layout, 'options.layout'));
  const scale = from.scale;
  if (scale === undefined) call.absent();
  else call.operand(scale, 'options.scale');
}

function packMLLayerNormalizationOptions(call, given) {
  const from = webidl.dictionary(given, 'MLLayerNormalizationOptions');
  call.label(from.label);
  const axes = from.axes;
  if (axes === undefined) call.absent();
  else call.sequence(axes, webidl.unsignedLongInRange, 'options.axes');
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const epsilon = from.epsilon;
  if (epsilon === undefined) call.number(0.00001);
  else call.number(webidl.double(epsilon, 'options.epsilon'));
  const scale = from.scale;
  if (scale === undefined) call.absent();
  else call.operand(scale, 'options.scale');
}

function packMLLeakyReluOptions(call, given) {
  const from = webidl.dictionary(given, 'MLLeakyReluOptions');
  call.label(from.label);
  const alpha = from.alpha;
  if (alpha === undefined) call.number(0.01);
  else call.number(webidl.double(alpha, 'options.alpha'));
}

function packMLLinearOptions(call, given) {
  const from = webidl.dictionary(given, 'MLLinearOptions');
  call.label(from.label);
  const alpha = from.alpha;
  if (alpha === undefined) call.number(1);
  else call.number(webidl.double(alpha, 'options.alpha'));
  const beta = from.beta;
  if (beta === undefined) call.number(0);
  else call.number(webidl.double(beta, 'options.beta'));
}

function packMLLstmCellOptions(call, given) {
  const from = webidl.dictionary(given, 'MLLstmCellOptions');
  call.label(from.label);
  const activations = from.activations;
  if (activations === undefined) call.absent();
  else call.sequence(activations, webidl.enumerationIndex(enums.MLRecurrentNetworkActivation), 'options.activations');
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLLstmWeightLayout)(layout, 'options.layout'));
  const peepholeWeight = from.peepholeWeight;
  if (peepholeWeight === undefined) call.absent();
  else call.operand(peepholeWeight, 'options.peepholeWeight');
  const recurrentBias = from.recurrentBias;
  if (recurrentBias === undefined) call.absent();
  else call.operand(recurrentBias, 'options.recurrentBias');
}

function packMLLstmOptions(call, given) {
  const from = webidl.dictionary(given, 'MLLstmOptions');
  call.label(from.label);
  const activations = from.activations;
  if (activations === undefined) call.absent();
  else call.sequence(activations, webidl.enumerationIndex(enums.MLRecurrentNetworkActivation), 'options.activations');
  const bias = from.bias;
  if (bias === undefined) call.absent();
  else call.operand(bias, 'options.bias');
  const direction = from.direction;
  if (direction === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLRecurrentNetworkDirection)(direction, 'options.direction'));
  const initialCellState = from.initialCellState;
  if (initialCellState === undefined) call.absent();
  else call.operand(initialCellState, 'options.initialCellState');
  const initialHiddenState = from.initialHiddenState;
  if (initialHiddenState === undefined) call.absent();
  else call.operand(initialHiddenState, 'options.initialHiddenState');
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLLstmWeightLayout)(layout, 'options.layout'));
  const peepholeWeight = from.peepholeWeight;
  if (peepholeWeight === undefined) call.absent();
  else call.operand(peepholeWeight, 'options.peepholeWeight');
  const recurrentBias = from.recurrentBias;
  if (recurrentBias === undefined) call.absent();
  else call.operand(recurrentBias, 'options.recurrentBias');
  const returnSequence = from.returnSequence;
  if (returnSequence === undefined) call.number(0);
  else call.number(returnSequence ? 1 : 0);
}

function packMLOperatorOptions(call, given) {
  const from = webidl.dictionary(given, 'MLOperatorOptions');
  call.label(from.label);
}

function packMLPadOptions(call, given) {
  const from = webidl.dictionary(given, 'MLPadOptions');
  call.label(from.label);
  const mode = from.mode;
  if (mode === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLPaddingMode)(mode, 'options.mode'));
  const value = from.value;
  if (value === undefined) call.mlNumber(0);
  else call.mlNumber(value, 'options.value');
}

function packMLPool2dOptions(call, given) {
  const from = webidl.dictionary(given, 'MLPool2dOptions');
  call.label(from.label);
  const dilations = from.dilations;
  if (dilations === undefined) call.absent();
  else call.sequence(dilations, webidl.unsignedLongInRange, 'options.dilations');
  const layout = from.layout;
  if (layout === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLInputOperandLayout)(layout, 'options.layout'));
  const outputShapeRounding = from.outputShapeRounding;
  if (outputShapeRounding === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLRoundingType)(outputShapeRounding, 'options.outputShapeRounding'));
  const outputSizes = from.outputSizes;
  if (outputSizes === undefined) call.absent();
  else call.sequence(outputSizes, webidl.unsignedLongInRange, 'options.outputSizes');
  const padding = from.padding;
  if (padding === undefined) call.absent();
  else call.sequence(padding, webidl.unsignedLongInRange, 'options.padding');
  const strides = from.strides;
  if (strides === undefined) call.absent();
  else call.sequence(strides, webidl.unsignedLongInRange, 'options.strides');
  const windowDimensions = from.windowDimensions;
  if (windowDimensions === undefined) call.absent();
  else call.sequence(windowDimensions, webidl.unsignedLongInRange, 'options.windowDimensions');
}

function packMLReduceOptions(call, given) {
  const from = webidl.dictionary(given, 'MLReduceOptions');
  call.label(from.label);
  const axes = from.axes;
  if (axes === undefined) call.absent();
  else call.sequence(axes, webidl.unsignedLongInRange, 'options.axes');
  const keepDimensions = from.keepDimensions;
  if (keepDimensions === undefined) call.number(0);
  else call.number(keepDimensions ? 1 : 0);
}

function packMLResample2dOptions(call, given) {
  const from = webidl.dictionary(given, 'MLResample2dOptions');
  call.label(from.label);
  const axes = from.axes;
  if (axes === undefined) call.absent();
  else call.sequence(axes, webidl.unsignedLongInRange, 'options.axes');
  const mode = from.mode;
  if (mode === undefined) call.number(0);
  else call.number(webidl.enumerationIndex(enums.MLInterpolationMode)(mode, 'options.mode'));
  const scales = from.scales;
  if (scales === undefined) call.absent();
  else call.sequence(scales, webidl.float, 'options.scales');
  const sizes = from.sizes;
  if (sizes === undefined) call.absent();
  else call.sequence(sizes, webidl.unsignedLongInRange, 'options.sizes');
}

function packMLReverseOptions(call, given) {
  const from = webidl.dictionary(given, 'MLReverseOptions');
  call.label(from.label);
  const axes = from.axes;
  if (axes === undefined) call.absent();
  else call.sequence(axes, webidl.unsignedLongInRange, 'options.axes');
}

function packMLScatterOptions(call, given) {
  const from = webidl.dictionary(given, 'MLScatterOptions');
  call.label(from.label);
  const axis = from.axis;
  if (axis === undefined) call.number(0);
  else call.number(webidl.unsignedLongInRange(axis, 'options.axis'));
}

function packMLSliceOptions(call, given) {
  const from = webidl.dictionary(given, 'MLSliceOptions');
  call.label(from.label);
  const strides = from.strides;
  if (strides === undefined) call.absent();
  else call.sequence(strides, webidl.unsignedLongInRange, 'options.strides');
}

function packMLSplitOptions(call, given) {
  const from = webidl.dictionary(given, 'MLSplitOptions');
  call.label(from.label);
  const axis = from.axis;
  if (axis === undefined) call.number(0);
  else call.number(webidl.unsignedLongInRange(axis, 'options.axis'));
}

function packMLTransposeOptions(call, given) {
  const from = webidl.dictionary(given, 'MLTransposeOptions');
  call.label(from.label);
  const permutation = from.permutation;
  if (permutation === undefined) call.absent();
  else call.sequence(permutation, webidl.unsignedLongInRange, 'options.permutation');
}

function packMLTriangularOptions(call, given) {
  const from = webidl.dictionary(given, 'MLTriangularOptions');
  call.label(from.label);
  const diagonal = from.diagonal;
  if (diagonal === undefined) call.number(0);
  else call.number(webidl.longInRange(diagonal, 'options.diagonal'));
  const upper = from.upper;
  if (upper === undefined) call.number(1);
  else call.number(upper ? 1 : 0);
}

module.exports = {
  abs(input, options = undefined) {
    const call = begin(this, 'abs', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  add(a, b, options = undefined) {
    const call = begin(this, 'add', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  argMax(input, axis, options = undefined) {
    const call = begin(this, 'argMax', arguments.length, 2);
    call.operand(input, 'input');
    call.number(webidl.unsignedLongInRange(axis, 'axis'));
    packMLArgMinMaxOptions(call, options);
    return call.record();
  },
  argMin(input, axis, options = undefined) {
    const call = begin(this, 'argMin', arguments.length, 2);
    call.operand(input, 'input');
    call.number(webidl.unsignedLongInRange(axis, 'axis'));
    packMLArgMinMaxOptions(call, options);
    return call.record();
  },
  averagePool2d(input, options = undefined) {
    const call = begin(this, 'averagePool2d', arguments.length, 1);
    call.operand(input, 'input');
    packMLPool2dOptions(call, options);
    return call.record();
  },
  batchNormalization(input, mean, variance, options = undefined) {
    const call = begin(this, 'batchNormalization', arguments.length, 3);
    call.operand(input, 'input');
    call.operand(mean, 'mean');
    call.operand(variance, 'variance');
    packMLBatchNormalizationOptions(call, options);
    return call.record();
  },
  cast(input, dataType, options = undefined) {
    const call = begin(this, 'cast', arguments.length, 2);
    call.operand(input, 'input');
    call.number(webidl.enumerationIndex(enums.MLOperandDataType)(dataType, 'dataType'));
    packMLOperatorOptions(call, options);
    return call.record();
  },
  ceil(input, options = undefined) {
    const call = begin(this, 'ceil', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  clamp(input, options = undefined) {
    const call = begin(this, 'clamp', arguments.length, 1);
    call.operand(input, 'input');
    packMLClampOptions(call, options);
    return call.record();
  },
  concat(inputs, axis, options = undefined) {
    const call = begin(this, 'concat', arguments.length, 2);
    call.operands(inputs, 'inputs');
    call.number(webidl.unsignedLongInRange(axis, 'axis'));
    packMLOperatorOptions(call, options);
    return call.record();
  },
  conv2d(input, filter, options = undefined) {
    const call = begin(this, 'conv2d', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(filter, 'filter');
    packMLConv2dOptions(call, options);
    return call.record();
  },
  convTranspose2d(input, filter, options = undefined) {
    const call = begin(this, 'convTranspose2d', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(filter, 'filter');
    packMLConvTranspose2dOptions(call, options);
    return call.record();
  },
  cos(input, options = undefined) {
    const call = begin(this, 'cos', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  cumulativeSum(input, axis, options = undefined) {
    const call = begin(this, 'cumulativeSum', arguments.length, 2);
    call.operand(input, 'input');
    call.number(webidl.unsignedLong(axis, 'axis'));
    packMLCumulativeSumOptions(call, options);
    return call.record();
  },
  dequantizeLinear(input, scale, zeroPoint, options = undefined) {
    const call = begin(this, 'dequantizeLinear', arguments.length, 3);
    call.operand(input, 'input');
    call.operand(scale, 'scale');
    call.operand(zeroPoint, 'zeroPoint');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  div(a, b, options = undefined) {
    const call = begin(this, 'div', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  elu(input, options = undefined) {
    const call = begin(this, 'elu', arguments.length, 1);
    call.operand(input, 'input');
    packMLEluOptions(call, options);
    return call.record();
  },
  equal(a, b, options = undefined) {
    const call = begin(this, 'equal', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  erf(input, options = undefined) {
    const call = begin(this, 'erf', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  exp(input, options = undefined) {
    const call = begin(this, 'exp', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  expand(input, newShape, options = undefined) {
    const call = begin(this, 'expand', arguments.length, 2);
    call.operand(input, 'input');
    call.sequence(newShape, webidl.unsignedLongInRange, 'newShape');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  floor(input, options = undefined) {
    const call = begin(this, 'floor', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  gather(input, indices, options = undefined) {
    const call = begin(this, 'gather', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(indices, 'indices');
    packMLGatherOptions(call, options);
    return call.record();
  },
  gatherElements(input, indices, options = undefined) {
    const call = begin(this, 'gatherElements', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(indices, 'indices');
    packMLGatherOptions(call, options);
    return call.record();
  },
  gatherND(input, indices, options = undefined) {
    const call = begin(this, 'gatherND', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(indices, 'indices');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  gelu(input, options = undefined) {
    const call = begin(this, 'gelu', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  gemm(a, b, options = undefined) {
    const call = begin(this, 'gemm', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLGemmOptions(call, options);
    return call.record();
  },
  greater(a, b, options = undefined) {
    const call = begin(this, 'greater', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  greaterOrEqual(a, b, options = undefined) {
    const call = begin(this, 'greaterOrEqual', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  gru(input, weight, recurrentWeight, steps, hiddenSize, options = undefined) {
    const call = begin(this, 'gru', arguments.length, 5);
    call.operand(input, 'input');
    call.operand(weight, 'weight');
    call.operand(recurrentWeight, 'recurrentWeight');
    call.number(webidl.unsignedLongInRange(steps, 'steps'));
    call.number(webidl.unsignedLongInRange(hiddenSize, 'hiddenSize'));
    packMLGruOptions(call, options);
    return call.recordAll();
  },
  gruCell(input, weight, recurrentWeight, hiddenState, hiddenSize, options = undefined) {
    const call = begin(this, 'gruCell', arguments.length, 5);
    call.operand(input, 'input');
    call.operand(weight, 'weight');
    call.operand(recurrentWeight, 'recurrentWeight');
    call.operand(hiddenState, 'hiddenState');
    call.number(webidl.unsignedLongInRange(hiddenSize, 'hiddenSize'));
    packMLGruCellOptions(call, options);
    return call.record();
  },
  hardSigmoid(input, options = undefined) {
    const call = begin(this, 'hardSigmoid', arguments.length, 1);
    call.operand(input, 'input');
    packMLHardSigmoidOptions(call, options);
    return call.record();
  },
  hardSwish(input, options = undefined) {
    const call = begin(this, 'hardSwish', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  identity(input, options = undefined) {
    const call = begin(this, 'identity', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  instanceNormalization(input, options = undefined) {
    const call = begin(this, 'instanceNormalization', arguments.length, 1);
    call.operand(input, 'input');
    packMLInstanceNormalizationOptions(call, options);
    return call.record();
  },
  isInfinite(a, options = undefined) {
    const call = begin(this, 'isInfinite', arguments.length, 1);
    call.operand(a, 'a');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  isNaN(a, options = undefined) {
    const call = begin(this, 'isNaN', arguments.length, 1);
    call.operand(a, 'a');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  l2Pool2d(input, options = undefined) {
    const call = begin(this, 'l2Pool2d', arguments.length, 1);
    call.operand(input, 'input');
    packMLPool2dOptions(call, options);
    return call.record();
  },
  layerNormalization(input, options = undefined) {
    const call = begin(this, 'layerNormalization', arguments.length, 1);
    call.operand(input, 'input');
    packMLLayerNormalizationOptions(call, options);
    return call.record();
  },
  leakyRelu(input, options = undefined) {
    const call = begin(this, 'leakyRelu', arguments.length, 1);
    call.operand(input, 'input');
    packMLLeakyReluOptions(call, options);
    return call.record();
  },
  lesser(a, b, options = undefined) {
    const call = begin(this, 'lesser', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  lesserOrEqual(a, b, options = undefined) {
    const call = begin(this, 'lesserOrEqual', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  linear(input, options = undefined) {
    const call = begin(this, 'linear', arguments.length, 1);
    call.operand(input, 'input');
    packMLLinearOptions(call, options);
    return call.record();
  },
  log(input, options = undefined) {
    const call = begin(this, 'log', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  logicalAnd(a, b, options = undefined) {
    const call = begin(this, 'logicalAnd', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  logicalNot(a, options = undefined) {
    const call = begin(this, 'logicalNot', arguments.length, 1);
    call.operand(a, 'a');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  logicalOr(a, b, options = undefined) {
    const call = begin(this, 'logicalOr', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  logicalXor(a, b, options = undefined) {
    const call = begin(this, 'logicalXor', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  lstm(input, weight, recurrentWeight, steps, hiddenSize, options = undefined) {
    const call = begin(this, 'lstm', arguments.length, 5);
    call.operand(input, 'input');
    call.operand(weight, 'weight');
    call.operand(recurrentWeight, 'recurrentWeight');
    call.number(webidl.unsignedLongInRange(steps, 'steps'));
    call.number(webidl.unsignedLongInRange(hiddenSize, 'hiddenSize'));
    packMLLstmOptions(call, options);
    return call.recordAll();
  },
  lstmCell(input, weight, recurrentWeight, hiddenState, cellState, hiddenSize, options = undefined) {
    const call = begin(this, 'lstmCell', arguments.length, 6);
    call.operand(input, 'input');
    call.operand(weight, 'weight');
    call.operand(recurrentWeight, 'recurrentWeight');
    call.operand(hiddenState, 'hiddenState');
    call.operand(cellState, 'cellState');
    call.number(webidl.unsignedLongInRange(hiddenSize, 'hiddenSize'));
    packMLLstmCellOptions(call, options);
    return call.recordAll();
  },
  matmul(a, b, options = undefined) {
    const call = begin(this, 'matmul', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  max(a, b, options = undefined) {
    const call = begin(this, 'max', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  maxPool2d(input, options = undefined) {
    const call = begin(this, 'maxPool2d', arguments.length, 1);
    call.operand(input, 'input');
    packMLPool2dOptions(call, options);
    return call.record();
  },
  min(a, b, options = undefined) {
    const call = begin(this, 'min', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  mul(a, b, options = undefined) {
    const call = begin(this, 'mul', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  neg(input, options = undefined) {
    const call = begin(this, 'neg', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  notEqual(a, b, options = undefined) {
    const call = begin(this, 'notEqual', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  pad(input, beginningPadding, endingPadding, options = undefined) {
    const call = begin(this, 'pad', arguments.length, 3);
    call.operand(input, 'input');
    call.sequence(beginningPadding, webidl.unsignedLongInRange, 'beginningPadding');
    call.sequence(endingPadding, webidl.unsignedLongInRange, 'endingPadding');
    packMLPadOptions(call, options);
    return call.record();
  },
  pow(a, b, options = undefined) {
    const call = begin(this, 'pow', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  prelu(input, slope, options = undefined) {
    const call = begin(this, 'prelu', arguments.length, 2);
    call.operand(input, 'input');
    call.operand(slope, 'slope');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  quantizeLinear(input, scale, zeroPoint, options = undefined) {
    const call = begin(this, 'quantizeLinear', arguments.length, 3);
    call.operand(input, 'input');
    call.operand(scale, 'scale');
    call.operand(zeroPoint, 'zeroPoint');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  reciprocal(input, options = undefined) {
    const call = begin(this, 'reciprocal', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  reduceL1(input, options = undefined) {
    const call = begin(this, 'reduceL1', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceL2(input, options = undefined) {
    const call = begin(this, 'reduceL2', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceLogSum(input, options = undefined) {
    const call = begin(this, 'reduceLogSum', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceLogSumExp(input, options = undefined) {
    const call = begin(this, 'reduceLogSumExp', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceMax(input, options = undefined) {
    const call = begin(this, 'reduceMax', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceMean(input, options = undefined) {
    const call = begin(this, 'reduceMean', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceMin(input, options = undefined) {
    const call = begin(this, 'reduceMin', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceProduct(input, options = undefined) {
    const call = begin(this, 'reduceProduct', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceSum(input, options = undefined) {
    const call = begin(this, 'reduceSum', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  reduceSumSquare(input, options = undefined) {
    const call = begin(this, 'reduceSumSquare', arguments.length, 1);
    call.operand(input, 'input');
    packMLReduceOptions(call, options);
    return call.record();
  },
  relu(input, options = undefined) {
    const call = begin(this, 'relu', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  resample2d(input, options = undefined) {
    const call = begin(this, 'resample2d', arguments.length, 1);
    call.operand(input, 'input');
    packMLResample2dOptions(call, options);
    return call.record();
  },
  reshape(input, newShape, options = undefined) {
    const call = begin(this, 'reshape', arguments.length, 2);
    call.operand(input, 'input');
    call.sequence(newShape, webidl.unsignedLongInRange, 'newShape');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  reverse(input, options = undefined) {
    const call = begin(this, 'reverse', arguments.length, 1);
    call.operand(input, 'input');
    packMLReverseOptions(call, options);
    return call.record();
  },
  roundEven(input, options = undefined) {
    const call = begin(this, 'roundEven', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  scatterElements(input, indices, updates, options = undefined) {
    const call = begin(this, 'scatterElements', arguments.length, 3);
    call.operand(input, 'input');
    call.operand(indices, 'indices');
    call.operand(updates, 'updates');
    packMLScatterOptions(call, options);
    return call.record();
  },
  scatterND(input, indices, updates, options = undefined) {
    const call = begin(this, 'scatterND', arguments.length, 3);
    call.operand(input, 'input');
    call.operand(indices, 'indices');
    call.operand(updates, 'updates');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  sigmoid(input, options = undefined) {
    const call = begin(this, 'sigmoid', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  sign(input, options = undefined) {
    const call = begin(this, 'sign', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  sin(input, options = undefined) {
    const call = begin(this, 'sin', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  slice(input, starts, sizes, options = undefined) {
    const call = begin(this, 'slice', arguments.length, 3);
    call.operand(input, 'input');
    call.sequence(starts, webidl.unsignedLongInRange, 'starts');
    call.sequence(sizes, webidl.unsignedLongInRange, 'sizes');
    packMLSliceOptions(call, options);
    return call.record();
  },
  softmax(input, axis, options = undefined) {
    const call = begin(this, 'softmax', arguments.length, 2);
    call.operand(input, 'input');
    call.number(webidl.unsignedLongInRange(axis, 'axis'));
    packMLOperatorOptions(call, options);
    return call.record();
  },
  softplus(input, options = undefined) {
    const call = begin(this, 'softplus', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  softsign(input, options = undefined) {
    const call = begin(this, 'softsign', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  split(input, splits, options = undefined) {
    const call = begin(this, 'split', arguments.length, 2);
    call.operand(input, 'input');
    call.numberOrSequence(splits, webidl.unsignedLongInRange, 'splits');
    packMLSplitOptions(call, options);
    return call.recordAll();
  },
  sqrt(input, options = undefined) {
    const call = begin(this, 'sqrt', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  sub(a, b, options = undefined) {
    const call = begin(this, 'sub', arguments.length, 2);
    call.operand(a, 'a');
    call.operand(b, 'b');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  tan(input, options = undefined) {
    const call = begin(this, 'tan', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  tanh(input, options = undefined) {
    const call = begin(this, 'tanh', arguments.length, 1);
    call.operand(input, 'input');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  tile(input, repetitions, options = undefined) {
    const call = begin(this, 'tile', arguments.length, 2);
    call.operand(input, 'input');
    call.sequence(repetitions, webidl.unsignedLong, 'repetitions');
    packMLOperatorOptions(call, options);
    return call.record();
  },
  transpose(input, options = undefined) {
    const call = begin(this, 'transpose', arguments.length, 1);
    call.operand(input, 'input');
    packMLTransposeOptions(call, options);
    return call.record();
  },
  triangular(input, options = undefined) {
    const call = begin(this, 'triangular', arguments.length, 1);
    call.operand(input, 'input');
    packMLTriangularOptions(call, options);
    return call.record();
  },
  where(condition, trueValue, falseValue, options = undefined) {
    const call = begin(this, 'where', arguments.length, 3);
    call.operand(condition, 'condition');
    call.operand(trueValue, 'trueValue');
    call.operand(falseValue, 'falseValue');
    packMLOperatorOptions(call, options);
    return call.record();
  },
};
