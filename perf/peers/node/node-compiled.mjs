// webnn-node/tflite: this project's CompiledModel in Node.js. WEBNN_NODE_ADDON names the addon.
import { serve } from './peer.mjs';

await serve(async (bytes, threads, inputs) => {
  const { CompiledModel } = await import('../../../hosts/node/webnn-node/tflite.js');
  const model = await CompiledModel.load(bytes, { threads });
  model.inputs.forEach(({ data }, i) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(inputs[i]));
  return {
    runtime: `webnn-node/tflite, ${model.report.backend}, Node.js ${process.version}`,
    run: () => model.runSync(),
    outputs: () => model.outputs.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()),
  };
});
