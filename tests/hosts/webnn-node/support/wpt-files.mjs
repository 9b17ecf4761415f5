// The files of web-platform-tests that are for WebNN, and what their first lines say.

import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** The values of a file's lines "// META: name=value". */
export function meta(source, name) {
  return [...source.matchAll(new RegExp(`^// META: ${name}=(.*)$`, 'gm'))].map(([, value]) => value.trim());
}

/** {file, variant} for each run: those for the CPU where there are some, as the others differ in the device that they ask for. */
export function runs(root) {
  const files = readdirSync(path.join(root, 'webnn'), {recursive: true}).filter(name => name.endsWith('.https.any.js')).sort();
  return files.flatMap(name => {
    const file = path.join(root, 'webnn', name);
    const variants = meta(readFileSync(file, 'utf8'), 'variant');
    const cpu = variants.filter(variant => /\bcpu\b/.test(variant));
    return [cpu, variants, ['']].find(list => list.length > 0).map(variant => ({file, variant}));
  });
}
