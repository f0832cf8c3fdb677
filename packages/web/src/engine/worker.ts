import { expose } from 'comlink';
import { Engine } from './engine.js';
import { passOnErrors } from './passed-errors.js';

passOnErrors();
expose(new Engine());
