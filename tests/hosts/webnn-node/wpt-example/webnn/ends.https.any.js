// META: title=A file that ends in the middle of a test

'use strict';

promise_test(async () => new Promise(() => {}), 'never ends');
