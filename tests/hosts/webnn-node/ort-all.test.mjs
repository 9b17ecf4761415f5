import './support/onnxruntime-web.mjs';
import * as ort from 'onnxruntime-web/all';
import {testBuild} from './support/onnxruntime-web.mjs';

testBuild(ort);
