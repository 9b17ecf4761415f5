// GENERATED from idl/webnn.idl and idl/extensions.idl by idl/generate.mjs. Do not edit.
'use strict';

const webidl = require('./webidl');

const enums = Object.freeze({
  MLPowerPreference: Object.freeze(['default', 'high-performance', 'low-power']),
  MLInputOperandLayout: Object.freeze(['nchw', 'nhwc']),
  MLOperandDataType: Object.freeze(['float32', 'float16', 'int32', 'uint32', 'int64', 'uint64', 'int8', 'uint8']),
  MLConv2dFilterOperandLayout: Object.freeze(['oihw', 'hwio', 'ohwi', 'ihwo']),
  MLConvTranspose2dFilterOperandLayout: Object.freeze(['iohw', 'hwoi', 'ohwi']),
  MLGruWeightLayout: Object.freeze(['zrn', 'rzn']),
  MLRecurrentNetworkActivation: Object.freeze(['relu', 'sigmoid', 'tanh']),
  MLRecurrentNetworkDirection: Object.freeze(['forward', 'backward', 'both']),
  MLLstmWeightLayout: Object.freeze(['iofg', 'ifgo']),
  MLPaddingMode: Object.freeze(['constant', 'edge', 'reflection']),
  MLRoundingType: Object.freeze(['floor', 'ceil']),
  MLInterpolationMode: Object.freeze(['nearest-neighbor', 'linear']),
  MLDeviceType: Object.freeze(['cpu', 'gpu', 'npu']),
  MLProcessor: Object.freeze(['native', 'avx512', 'avx2', 'baseline']),
});

// Members in WebIDL's order: those of the base first, then by name.

function MLContextOptions(value) {
  const from = webidl.dictionary(value, 'MLContextOptions');
  return {
    accelerated: webidl.optional(from.accelerated, webidl.boolean, 'MLContextOptions.accelerated', true),
    cacheDirectory: webidl.optional(from.cacheDirectory, webidl.usvString, 'MLContextOptions.cacheDirectory', undefined),
    deviceType: webidl.optional(from.deviceType, webidl.enumeration(enums.MLDeviceType), 'MLContextOptions.deviceType', undefined),
    onnxruntime: webidl.optional(from.onnxruntime, webidl.usvString, 'MLContextOptions.onnxruntime', undefined),
    powerPreference: webidl.optional(from.powerPreference, webidl.enumeration(enums.MLPowerPreference), 'MLContextOptions.powerPreference', 'default'),
    processor: webidl.optional(from.processor, webidl.enumeration(enums.MLProcessor), 'MLContextOptions.processor', undefined),
    synchronous: webidl.optional(from.synchronous, webidl.boolean, 'MLContextOptions.synchronous', undefined),
    threads: webidl.optional(from.threads, webidl.unsignedLongInRange, 'MLContextOptions.threads', undefined),
  };
}

function MLOperandDescriptor(value) {
  const from = webidl.dictionary(value, 'MLOperandDescriptor');
  return {
    dataType: webidl.required(from.dataType, webidl.enumeration(enums.MLOperandDataType), 'MLOperandDescriptor.dataType'),
    shape: webidl.required(from.shape, webidl.sequence(webidl.unsignedLongInRange), 'MLOperandDescriptor.shape'),
  };
}

function MLTensorDescriptor(value) {
  const from = webidl.dictionary(value, 'MLTensorDescriptor');
  return {
    dataType: webidl.required(from.dataType, webidl.enumeration(enums.MLOperandDataType), 'MLTensorDescriptor.dataType'),
    shape: webidl.required(from.shape, webidl.sequence(webidl.unsignedLongInRange), 'MLTensorDescriptor.shape'),
    readable: webidl.optional(from.readable, webidl.boolean, 'MLTensorDescriptor.readable', false),
    writable: webidl.optional(from.writable, webidl.boolean, 'MLTensorDescriptor.writable', false),
  };
}

module.exports = {enums, MLContextOptions, MLOperandDescriptor, MLTensorDescriptor};
