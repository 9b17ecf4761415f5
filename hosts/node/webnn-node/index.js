'use strict';

const {MLGraphBuilder} = require('./lib/builder');
const {MLContext} = require('./lib/context');
const {MLGraph} = require('./lib/graph');
const {define} = require('./lib/interface');
const {ML, ml, configure} = require('./lib/ml');
const {MLOperand} = require('./lib/operand');
const operators = require('./lib/operators');
const {MLTensor} = require('./lib/tensor');

define(MLGraphBuilder, operators, 1);

module.exports = {ml, configure, ML, MLContext, MLGraph, MLGraphBuilder, MLOperand, MLTensor};
