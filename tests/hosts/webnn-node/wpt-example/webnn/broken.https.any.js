// META: title=A file whose setup fails

'use strict';

promise_setup(async () => {
  throw new Error('the setup fails');
});

promise_test(async () => {}, 'never runs');
