import { expose } from 'comlink';
import { passOnErrors } from './passed-errors.js';
import { PlaygroundEngine } from './playground-engine.js';

passOnErrors();
expose(new PlaygroundEngine());
