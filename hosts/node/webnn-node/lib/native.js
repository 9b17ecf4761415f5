'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {makeError} = require('./errors');

const VARIABLE = 'WEBNN_NODE_ADDON';

/** The addon for this platform: the package's own, or the file that the environment variable names. */
function addonPath() {
  const given = process.env[VARIABLE];
  if (given) {
    return path.resolve(given);
  }
  const platform = `${process.platform}-${process.arch}`;
  const file = path.join(__dirname, '..', 'natives', platform, 'webnn_node.node');
  if (!fs.existsSync(file)) {
    throw new Error(`webnn-node has no addon for ${platform}: ${file} does not exist. Build it from source and name it in ${VARIABLE}.`);
  }
  return file;
}

const file = addonPath();
const native = require(file);
native.initialize(makeError, path.dirname(file));

module.exports = native;
