// META: title=The form of a file of web-platform-tests, with one test that fails
// META: global=window
// META: variant=?cpu
// META: script=../resources/example.js

'use strict';

let context;

promise_setup(async () => {
  assert_implements(navigator.ml, 'missing navigator.ml');
  context = await navigator.ml.createContext(options);
});

promise_test(async t => {
  const builder = new MLGraphBuilder(context);
  const output = builder.relu(builder.input('x', descriptor));
  assert_equals(output.dataType, 'float32');
  assert_array_equals(output.shape, [2]);
  assert_throws_js(TypeError, () => builder.relu(1));
  await promise_rejects_js(t, TypeError, builder.build({}));
  await builder.build({output});
  assert_throws_dom('InvalidStateError', () => builder.relu(output));
}, 'passes');

promise_test(async () => {
  assert_equals((await (await fetch('/webnn/resources/example.json')).json()).rank, 1);
}, 'reads a file');

promise_test(async () => {
  const tensor = await context.createTensor(descriptor);
  assert_true(tensor.readable, 'a tensor is readable only where that was asked for');
}, 'fails');
