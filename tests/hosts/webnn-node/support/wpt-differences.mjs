// The tests of web-platform-tests that fail here because the specification asks for something else, or leaves it open.
// A difference is of the tests that all its patterns match: of their file, their name and their error.

export const DIFFERENCES = [
  {
    error: /dataType is 'u?int4'/,
    reason: 'MLOperandDataType has no int4 and no uint4',
  },
  {
    error: /(de)?quantizeLinear: (scale|zeroPoint) has the wrong rank/,
    reason: "quantizeLinear and dequantizeLinear: scale and zeroPoint have the input's rank; the tests are older and let them broadcast",
  },
  {
    error: /input '\w+' exists already/,
    reason: 'input(name, descriptor), steps: a name that an input of the builder has is a TypeError; the tests give it to several',
  },
  {
    file: /\/pooling\./,
    test: /(?<!ignores options\.)roundingType="?ceil/,
    reason: 'MLPool2dOptions has outputShapeRounding; roundingType was its name before, and unknown members are ignored',
  },
  {
    file: /\/softmax\./,
    test: /^softmax float(32|16) 2D (constant )?tensor|without axis\.$|^\[softmax\] Throw if the input (is not a non-floating point data|dimensions is not 2)\.$/,
    reason: 'softmax(input, axis, options): the axis is required; the tests are of a form without',
  },
  {
    error: /is a Uint32Array \(expected Int32Array for int32/,
    reason: "validate buffer with descriptor, step 2: a view is of the type of the tensor's elements, or a Uint8Array",
  },
  {
    file: /\/byob_readtensor\./,
    error: /^it did not run$/,
    reason: 'the setup of the file writes a Uint32Array to a tensor of int32, see above',
  },
  {
    file: /\/tensor\./,
    test: /^read \/ read_after_destroy$|^write \/ destroy$/,
    reason: 'readTensor(tensor) and writeTensor(tensor, inputData), steps: a destroyed tensor is a TypeError; the tests expect an InvalidStateError',
  },
  {
    file: /\/clamp\./,
    test: /Throw if options\.minValue is -Infinity$/,
    reason: 'clamp(input, options), steps: a bound may be infinite; the test says that it will be removed',
  },
  {
    file: /\/convTranspose2d\./,
    test: /Test with padding=1, groups=3\.$/,
    reason: 'MLConvTranspose2dOptions.groups: the number of groups that the input channels are divided into; the test has one channel and three groups',
  },
  {
    file: /\/invalid-rank\./,
    test: /^Throw if rank is too large$/,
    reason: 'check dimensions, step 2: how many dimensions are too many is left to implementations, and ten are not here',
  },
  {
    file: /\/pad\./,
    test: /Throw if building pad for scalar input\.$/,
    reason: 'pad(), constraints: an input of any rank, 0 included; the step that refused it was deleted (webmachinelearning/webnn#894)',
  },
  {
    file: /\/subgraph\./,
    test: /^batchNormalization default \+ sigmoid$|^batchNormalization options\.axis=0 \+ gelu$/,
    reason: "the specification has no tolerances; ONNX Runtime's Sigmoid and Gelu are within 2e-7, and the tests count units in the last place of values near zero (docs/accuracy.md)",
  },
];

/** Which failures are not listed, how many are, and which tests pass that a difference names. */
export function compare(file, results, differences = DIFFERENCES) {
  const known = differences.filter(difference => difference.file?.test(file) ?? true);
  const matches = (pattern, text) => pattern?.test(text) ?? true;
  const isListed = ({name, error}) => known.some(difference => matches(difference.test, name) && matches(difference.error, error));
  const [passed, failed] = [results.filter(({error}) => error === undefined), results.filter(({error}) => error !== undefined)];
  return {
    passed: passed.length,
    listed: failed.filter(isListed).length,
    failures: failed.filter(result => !isListed(result)),
    surprises: passed.filter(({name}) => known.some(({test}) => test?.test(name))).map(({name}) => name),
  };
}
