// What serve.mjs calls in the page.
import { time } from '../timing.mjs';

let opened;

/**
 * Makes a peer ready and runs it once. Its script's `open` gives { runtime, run, outputs } as in Node.js; the time to prepare has the library's loading in it.
 * @returns {Promise<{ runtime: string, prepareMs: number, outputs: string[] }>}  The outputs in base 64.
 */
export async function open(script, threads, inputCount) {
  const model = await bytesOf('/model');
  const inputs = await Promise.all(Array.from({ length: inputCount }, (_, i) => bytesOf(`/in${i}.raw`)));
  const start = performance.now();
  const { open } = await import(script);
  opened = await open(model, threads, inputs);
  const prepareMs = performance.now() - start;
  await opened.run();
  return { runtime: opened.runtime, prepareMs, outputs: (await opened.outputs()).map(bytes => bytes.toBase64()) };
}

/** The milliseconds of so many runs. */
export const times = count => time(opened.run, count);

const bytesOf = async path => new Uint8Array(await (await fetch(path)).arrayBuffer());
