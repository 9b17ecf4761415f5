// Stands for testharness.js of web-platform-tests: as much of it as the files beside it use, so that what runs them is tested without a checkout.

'use strict';

const STATUS = {PASS: 0, OK: 0, FAIL: 1, ERROR: 1, TIMEOUT: 2, NOTRUN: 3, PRECONDITION_FAILED: 4};
const harness = {setups: [], tests: [], completions: []};

class OptionalFeatureUnsupportedError extends Error {}

function promise_setup(run) {
  harness.setups.push(run);
}

function promise_test(run, name) {
  harness.tests.push({...STATUS, name, status: STATUS.NOTRUN, message: null, run});
}

function add_completion_callback(callback) {
  harness.completions.push(callback);
}

function assert_implements(condition, message) {
  assert_equals(Boolean(condition), true, message);
}

function assert_implements_optional(condition, message) {
  if (!condition) {
    throw new OptionalFeatureUnsupportedError(message);
  }
}

function assert_equals(actual, expected, message) {
  if (!Object.is(actual, expected)) {
    throw new Error(message ?? `expected ${expected}, found ${actual}`);
  }
}

function statusOf(error) {
  return {status: error instanceof OptionalFeatureUnsupportedError ? STATUS.PRECONDITION_FAILED : STATUS.FAIL, message: error.message};
}

setTimeout(async () => {
  const result = {...STATUS, status: STATUS.OK, message: null};
  try {
    for (const run of harness.setups) {
      await run();
    }
    for (const test of harness.tests) {
      Object.assign(test, await test.run().then(() => ({status: STATUS.PASS}), statusOf));
    }
  } catch (error) {
    Object.assign(result, statusOf(error));
  }
  harness.completions.forEach(callback => callback(harness.tests, result));
});
