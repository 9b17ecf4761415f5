import { captureGraph, runGraph } from '../litert-model.mjs';
import { describe, load } from './webnn.mjs';

export async function open(bytes, threads, inputs) {
  return { ...runGraph(await captureGraph(await load(bytes, inputs)), inputs), runtime: await describe("'s graph on") };
}
