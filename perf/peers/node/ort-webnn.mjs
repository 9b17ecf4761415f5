// onnxruntime-web's WebNN provider, on this project's navigator.ml. WEBNN_NODE_ADDON names the addon.
import { serveOrt } from './ort.mjs';

await serveOrt(async threads => {
  const { default: host } = await import('../../../hosts/node/webnn-node/index.js');
  host.configure({ threads });
  await import('../../../hosts/node/webnn-node/register.js');
  await import('../../../hosts/node/webnn-node/shims/ort.js');
  return import('onnxruntime-web/jspi');
}, { name: 'webnn', deviceType: 'cpu' }, 'on webnn-node');
