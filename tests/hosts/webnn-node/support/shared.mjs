// Files beside the repository, which not every machine has.

import {existsSync} from 'node:fs';
import path from 'node:path';

/** The path of shared/..., looked for from here upwards; undefined where it is absent. */
export function shared(...parts) {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'shared', ...parts);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

/** What a test needs to be skipped, with the reason, where a file is absent. */
export function requires(...parts) {
  return {skip: shared(...parts) === undefined && `shared/${parts.join('/')} is not beside the repository`};
}

export function largestDifference(actual, expected) {
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i])), 0);
}

export function indexOfLargest(values) {
  return values.reduce((best, value, i) => value > values[best] ? i : best, 0);
}
