export * from './webnn';
import type {ML, MLContextOptions} from './webnn';

/** What `navigator.ml` is after `webnn-node/register`. */
export declare const ml: ML;

/** Options for contexts whose creator does not give them: for clients that call `createContext` themselves. */
export declare function configure(options: MLContextOptions): void;
