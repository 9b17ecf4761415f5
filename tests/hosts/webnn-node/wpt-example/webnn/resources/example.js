'use strict';

const descriptor = {dataType: 'float32', shape: [2]};
const options = {'cpu': {deviceType: 'cpu'}}[location.search.substring(1)];
