// GENERATED from idl/webnn.idl and idl/extensions.idl by idl/generate.mjs. Do not edit.
'use strict';

const {enums} = require('./idl');
const {operator, options, operand, operands, mlNumber, boolean, number, sequence, numberOrSequence} = require('./signature');
const webidl = require('./webidl');

// An operator is written to a call in the order of its parameters; a dictionary, in that of its members: label first, then by name.

const MLArgMinMaxOptions = options('MLArgMinMaxOptions', [
  ['keepDimensions', boolean, false],
  ['outputDataType', number(webidl.enumerationIndex(enums.MLOperandDataType)), 'int32'],
]);

const MLBatchNormalizationOptions = options('MLBatchNormalizationOptions', [
  ['axis', number(webidl.unsignedLongInRange), 1],
  ['bias', operand],
  ['epsilon', number(webidl.double), 0.00001],
  ['scale', operand],
]);

const MLClampOptions = options('MLClampOptions', [
  ['maxValue', mlNumber],
  ['minValue', mlNumber],
]);

const MLConv2dOptions = options('MLConv2dOptions', [
  ['bias', operand],
  ['dilations', sequence(webidl.unsignedLongInRange)],
  ['filterLayout', number(webidl.enumerationIndex(enums.MLConv2dFilterOperandLayout)), 'oihw'],
  ['groups', number(webidl.unsignedLongInRange), 1],
  ['inputLayout', number(webidl.enumerationIndex(enums.MLInputOperandLayout)), 'nchw'],
  ['padding', sequence(webidl.unsignedLongInRange)],
  ['strides', sequence(webidl.unsignedLongInRange)],
]);

const MLConvTranspose2dOptions = options('MLConvTranspose2dOptions', [
  ['bias', operand],
  ['dilations', sequence(webidl.unsignedLongInRange)],
  ['filterLayout', number(webidl.enumerationIndex(enums.MLConvTranspose2dFilterOperandLayout)), 'iohw'],
  ['groups', number(webidl.unsignedLongInRange), 1],
  ['inputLayout', number(webidl.enumerationIndex(enums.MLInputOperandLayout)), 'nchw'],
  ['outputPadding', sequence(webidl.unsignedLongInRange)],
  ['outputSizes', sequence(webidl.unsignedLongInRange)],
  ['padding', sequence(webidl.unsignedLongInRange)],
  ['strides', sequence(webidl.unsignedLongInRange)],
]);

const MLCumulativeSumOptions = options('MLCumulativeSumOptions', [
  ['exclusive', boolean, false],
  ['reversed', boolean, false],
]);

const MLEluOptions = options('MLEluOptions', [
  ['alpha', number(webidl.double), 1],
]);

const MLGatherOptions = options('MLGatherOptions', [
  ['axis', number(webidl.unsignedLongInRange), 0],
]);

const MLGemmOptions = options('MLGemmOptions', [
  ['aTranspose', boolean, false],
  ['alpha', number(webidl.double), 1],
  ['bTranspose', boolean, false],
  ['beta', number(webidl.double), 1],
  ['c', operand],
]);

const MLGruCellOptions = options('MLGruCellOptions', [
  ['activations', sequence(webidl.enumerationIndex(enums.MLRecurrentNetworkActivation))],
  ['bias', operand],
  ['layout', number(webidl.enumerationIndex(enums.MLGruWeightLayout)), 'zrn'],
  ['recurrentBias', operand],
  ['resetAfter', boolean, true],
]);

const MLGruOptions = options('MLGruOptions', [
  ['activations', sequence(webidl.enumerationIndex(enums.MLRecurrentNetworkActivation))],
  ['bias', operand],
  ['direction', number(webidl.enumerationIndex(enums.MLRecurrentNetworkDirection)), 'forward'],
  ['initialHiddenState', operand],
  ['layout', number(webidl.enumerationIndex(enums.MLGruWeightLayout)), 'zrn'],
  ['recurrentBias', operand],
  ['resetAfter', boolean, true],
  ['returnSequence', boolean, false],
]);

const MLHardSigmoidOptions = options('MLHardSigmoidOptions', [
  ['alpha', number(webidl.double), 0.2],
  ['beta', number(webidl.double), 0.5],
]);

const MLInstanceNormalizationOptions = options('MLInstanceNormalizationOptions', [
  ['bias', operand],
  ['epsilon', number(webidl.double), 0.00001],
  ['layout', number(webidl.enumerationIndex(enums.MLInputOperandLayout)), 'nchw'],
  ['scale', operand],
]);

const MLLayerNormalizationOptions = options('MLLayerNormalizationOptions', [
  ['axes', sequence(webidl.unsignedLongInRange)],
  ['bias', operand],
  ['epsilon', number(webidl.double), 0.00001],
  ['scale', operand],
]);

const MLLeakyReluOptions = options('MLLeakyReluOptions', [
  ['alpha', number(webidl.double), 0.01],
]);

const MLLinearOptions = options('MLLinearOptions', [
  ['alpha', number(webidl.double), 1],
  ['beta', number(webidl.double), 0],
]);

const MLLstmCellOptions = options('MLLstmCellOptions', [
  ['activations', sequence(webidl.enumerationIndex(enums.MLRecurrentNetworkActivation))],
  ['bias', operand],
  ['layout', number(webidl.enumerationIndex(enums.MLLstmWeightLayout)), 'iofg'],
  ['peepholeWeight', operand],
  ['recurrentBias', operand],
]);

const MLLstmOptions = options('MLLstmOptions', [
  ['activations', sequence(webidl.enumerationIndex(enums.MLRecurrentNetworkActivation))],
  ['bias', operand],
  ['direction', number(webidl.enumerationIndex(enums.MLRecurrentNetworkDirection)), 'forward'],
  ['initialCellState', operand],
  ['initialHiddenState', operand],
  ['layout', number(webidl.enumerationIndex(enums.MLLstmWeightLayout)), 'iofg'],
  ['peepholeWeight', operand],
  ['recurrentBias', operand],
  ['returnSequence', boolean, false],
]);

const MLOperatorOptions = options('MLOperatorOptions');

const MLPadOptions = options('MLPadOptions', [
  ['mode', number(webidl.enumerationIndex(enums.MLPaddingMode)), 'constant'],
  ['value', mlNumber, 0],
]);

const MLPool2dOptions = options('MLPool2dOptions', [
  ['dilations', sequence(webidl.unsignedLongInRange)],
  ['layout', number(webidl.enumerationIndex(enums.MLInputOperandLayout)), 'nchw'],
  ['outputShapeRounding', number(webidl.enumerationIndex(enums.MLRoundingType)), 'floor'],
  ['outputSizes', sequence(webidl.unsignedLongInRange)],
  ['padding', sequence(webidl.unsignedLongInRange)],
  ['strides', sequence(webidl.unsignedLongInRange)],
  ['windowDimensions', sequence(webidl.unsignedLongInRange)],
]);

const MLReduceOptions = options('MLReduceOptions', [
  ['axes', sequence(webidl.unsignedLongInRange)],
  ['keepDimensions', boolean, false],
]);

const MLResample2dOptions = options('MLResample2dOptions', [
  ['axes', sequence(webidl.unsignedLongInRange)],
  ['mode', number(webidl.enumerationIndex(enums.MLInterpolationMode)), 'nearest-neighbor'],
  ['scales', sequence(webidl.float)],
  ['sizes', sequence(webidl.unsignedLongInRange)],
]);

const MLReverseOptions = options('MLReverseOptions', [
  ['axes', sequence(webidl.unsignedLongInRange)],
]);

const MLScatterOptions = options('MLScatterOptions', [
  ['axis', number(webidl.unsignedLongInRange), 0],
]);

const MLSliceOptions = options('MLSliceOptions', [
  ['strides', sequence(webidl.unsignedLongInRange)],
]);

const MLSplitOptions = options('MLSplitOptions', [
  ['axis', number(webidl.unsignedLongInRange), 0],
]);

const MLTransposeOptions = options('MLTransposeOptions', [
  ['permutation', sequence(webidl.unsignedLongInRange)],
]);

const MLTriangularOptions = options('MLTriangularOptions', [
  ['diagonal', number(webidl.longInRange), 0],
  ['upper', boolean, true],
]);

module.exports = {
  ...operator('abs', [['input', operand]], MLOperatorOptions),
  ...operator('add', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('argMax', [['input', operand], ['axis', number(webidl.unsignedLongInRange)]], MLArgMinMaxOptions),
  ...operator('argMin', [['input', operand], ['axis', number(webidl.unsignedLongInRange)]], MLArgMinMaxOptions),
  ...operator('averagePool2d', [['input', operand]], MLPool2dOptions),
  ...operator('batchNormalization', [['input', operand], ['mean', operand], ['variance', operand]], MLBatchNormalizationOptions),
  ...operator('cast', [['input', operand], ['dataType', number(webidl.enumerationIndex(enums.MLOperandDataType))]], MLOperatorOptions),
  ...operator('ceil', [['input', operand]], MLOperatorOptions),
  ...operator('clamp', [['input', operand]], MLClampOptions),
  ...operator('concat', [['inputs', operands], ['axis', number(webidl.unsignedLongInRange)]], MLOperatorOptions),
  ...operator('conv2d', [['input', operand], ['filter', operand]], MLConv2dOptions),
  ...operator('convTranspose2d', [['input', operand], ['filter', operand]], MLConvTranspose2dOptions),
  ...operator('cos', [['input', operand]], MLOperatorOptions),
  ...operator('cumulativeSum', [['input', operand], ['axis', number(webidl.unsignedLong)]], MLCumulativeSumOptions),
  ...operator('dequantizeLinear', [['input', operand], ['scale', operand], ['zeroPoint', operand]], MLOperatorOptions),
  ...operator('div', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('elu', [['input', operand]], MLEluOptions),
  ...operator('equal', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('erf', [['input', operand]], MLOperatorOptions),
  ...operator('exp', [['input', operand]], MLOperatorOptions),
  ...operator('expand', [['input', operand], ['newShape', sequence(webidl.unsignedLongInRange)]], MLOperatorOptions),
  ...operator('floor', [['input', operand]], MLOperatorOptions),
  ...operator('gather', [['input', operand], ['indices', operand]], MLGatherOptions),
  ...operator('gatherElements', [['input', operand], ['indices', operand]], MLGatherOptions),
  ...operator('gatherND', [['input', operand], ['indices', operand]], MLOperatorOptions),
  ...operator('gelu', [['input', operand]], MLOperatorOptions),
  ...operator('gemm', [['a', operand], ['b', operand]], MLGemmOptions),
  ...operator('greater', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('greaterOrEqual', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('gru', [['input', operand], ['weight', operand], ['recurrentWeight', operand], ['steps', number(webidl.unsignedLongInRange)], ['hiddenSize', number(webidl.unsignedLongInRange)]], MLGruOptions, 'recordAll'),
  ...operator('gruCell', [['input', operand], ['weight', operand], ['recurrentWeight', operand], ['hiddenState', operand], ['hiddenSize', number(webidl.unsignedLongInRange)]], MLGruCellOptions),
  ...operator('hardSigmoid', [['input', operand]], MLHardSigmoidOptions),
  ...operator('hardSwish', [['input', operand]], MLOperatorOptions),
  ...operator('identity', [['input', operand]], MLOperatorOptions),
  ...operator('instanceNormalization', [['input', operand]], MLInstanceNormalizationOptions),
  ...operator('isInfinite', [['a', operand]], MLOperatorOptions),
  ...operator('isNaN', [['a', operand]], MLOperatorOptions),
  ...operator('l2Pool2d', [['input', operand]], MLPool2dOptions),
  ...operator('layerNormalization', [['input', operand]], MLLayerNormalizationOptions),
  ...operator('leakyRelu', [['input', operand]], MLLeakyReluOptions),
  ...operator('lesser', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('lesserOrEqual', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('linear', [['input', operand]], MLLinearOptions),
  ...operator('log', [['input', operand]], MLOperatorOptions),
  ...operator('logicalAnd', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('logicalNot', [['a', operand]], MLOperatorOptions),
  ...operator('logicalOr', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('logicalXor', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('lstm', [['input', operand], ['weight', operand], ['recurrentWeight', operand], ['steps', number(webidl.unsignedLongInRange)], ['hiddenSize', number(webidl.unsignedLongInRange)]], MLLstmOptions, 'recordAll'),
  ...operator('lstmCell', [['input', operand], ['weight', operand], ['recurrentWeight', operand], ['hiddenState', operand], ['cellState', operand], ['hiddenSize', number(webidl.unsignedLongInRange)]], MLLstmCellOptions, 'recordAll'),
  ...operator('matmul', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('max', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('maxPool2d', [['input', operand]], MLPool2dOptions),
  ...operator('min', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('mul', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('neg', [['input', operand]], MLOperatorOptions),
  ...operator('notEqual', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('pad', [['input', operand], ['beginningPadding', sequence(webidl.unsignedLongInRange)], ['endingPadding', sequence(webidl.unsignedLongInRange)]], MLPadOptions),
  ...operator('pow', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('prelu', [['input', operand], ['slope', operand]], MLOperatorOptions),
  ...operator('quantizeLinear', [['input', operand], ['scale', operand], ['zeroPoint', operand]], MLOperatorOptions),
  ...operator('reciprocal', [['input', operand]], MLOperatorOptions),
  ...operator('reduceL1', [['input', operand]], MLReduceOptions),
  ...operator('reduceL2', [['input', operand]], MLReduceOptions),
  ...operator('reduceLogSum', [['input', operand]], MLReduceOptions),
  ...operator('reduceLogSumExp', [['input', operand]], MLReduceOptions),
  ...operator('reduceMax', [['input', operand]], MLReduceOptions),
  ...operator('reduceMean', [['input', operand]], MLReduceOptions),
  ...operator('reduceMin', [['input', operand]], MLReduceOptions),
  ...operator('reduceProduct', [['input', operand]], MLReduceOptions),
  ...operator('reduceSum', [['input', operand]], MLReduceOptions),
  ...operator('reduceSumSquare', [['input', operand]], MLReduceOptions),
  ...operator('relu', [['input', operand]], MLOperatorOptions),
  ...operator('resample2d', [['input', operand]], MLResample2dOptions),
  ...operator('reshape', [['input', operand], ['newShape', sequence(webidl.unsignedLongInRange)]], MLOperatorOptions),
  ...operator('reverse', [['input', operand]], MLReverseOptions),
  ...operator('roundEven', [['input', operand]], MLOperatorOptions),
  ...operator('scatterElements', [['input', operand], ['indices', operand], ['updates', operand]], MLScatterOptions),
  ...operator('scatterND', [['input', operand], ['indices', operand], ['updates', operand]], MLOperatorOptions),
  ...operator('sigmoid', [['input', operand]], MLOperatorOptions),
  ...operator('sign', [['input', operand]], MLOperatorOptions),
  ...operator('sin', [['input', operand]], MLOperatorOptions),
  ...operator('slice', [['input', operand], ['starts', sequence(webidl.unsignedLongInRange)], ['sizes', sequence(webidl.unsignedLongInRange)]], MLSliceOptions),
  ...operator('softmax', [['input', operand], ['axis', number(webidl.unsignedLongInRange)]], MLOperatorOptions),
  ...operator('softplus', [['input', operand]], MLOperatorOptions),
  ...operator('softsign', [['input', operand]], MLOperatorOptions),
  ...operator('split', [['input', operand], ['splits', numberOrSequence(webidl.unsignedLongInRange)]], MLSplitOptions, 'recordAll'),
  ...operator('sqrt', [['input', operand]], MLOperatorOptions),
  ...operator('sub', [['a', operand], ['b', operand]], MLOperatorOptions),
  ...operator('tan', [['input', operand]], MLOperatorOptions),
  ...operator('tanh', [['input', operand]], MLOperatorOptions),
  ...operator('tile', [['input', operand], ['repetitions', sequence(webidl.unsignedLong)]], MLOperatorOptions),
  ...operator('transpose', [['input', operand]], MLTransposeOptions),
  ...operator('triangular', [['input', operand]], MLTriangularOptions),
  ...operator('where', [['condition', operand], ['trueValue', operand], ['falseValue', operand]], MLOperatorOptions),
};
