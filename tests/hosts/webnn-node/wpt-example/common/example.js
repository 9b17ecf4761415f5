'use strict';

const {shape} = descriptor;
