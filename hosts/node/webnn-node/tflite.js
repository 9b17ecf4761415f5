'use strict';

const {CompiledModel} = require('./lib/compiled-model');
const {Interpreter} = require('./lib/interpreter');

module.exports = {CompiledModel, Interpreter};
