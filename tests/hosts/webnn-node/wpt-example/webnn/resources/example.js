'use strict';

const descriptor = {dataType: 'float32', shape: [2]};
