// LiteRT.js with its WebNN accelerator, on this project's navigator.ml. WEBNN_NODE_ADDON names the addon.
import { loadOnWebNN, serveLiteRt, version } from './litert.mjs';

await serveLiteRt(`LiteRT.js ${version} on webnn-node`, loadOnWebNN);
