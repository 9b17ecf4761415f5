import { runModel } from '../litert-model.mjs';
import { describe, load } from './webnn.mjs';

export async function open(bytes, threads, inputs) {
  return { ...runModel(await load(bytes, inputs)), runtime: await describe(' on') };
}
