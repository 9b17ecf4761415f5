import * as ort from 'onnxruntime-web/jspi';
import {testBuild} from './support/onnxruntime-web.mjs';

testBuild(ort);
