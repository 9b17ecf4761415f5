// META: title=The form of a file of web-platform-tests, with one test that fails
// META: global=window
// META: variant=?op=relu&device=cpu
// META: variant=?op=relu&device=gpu
// META: variant=?op=abs&device=cpu
// META: script=../resources/example.js
// META: script=/common/example.js

'use strict';

const op = new URLSearchParams(location.search).get('op');
let context;

promise_setup(async () => {
  assert_implements(navigator.ml, 'missing navigator.ml');
  context = await navigator.ml.createContext({deviceType: new URLSearchParams(window.location.search).get('device')});
});

promise_test(async () => {
  const builder = new MLGraphBuilder(context);
  const output = builder[op](builder.input('x', descriptor));
  assert_equals(output.dataType, 'float32');
  assert_equals(String(output.shape), String(shape));
  await builder.build({output});
}, `${op} passes`);

promise_test(async () => {
  assert_equals((await (await fetch('/webnn/resources/example.json')).json()).rank, 1);
}, 'reads a file');

promise_test(async () => {
  const tensor = await context.createTensor(descriptor);
  assert_equals(tensor.readable, true, 'a tensor is readable only where that was asked for');
}, 'fails');

promise_test(async () => {
  assert_implements_optional(false, 'an optional feature');
}, 'is not supported');
