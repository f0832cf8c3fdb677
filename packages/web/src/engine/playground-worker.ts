import { expose } from 'comlink';
import { PlaygroundEngine } from './playground-engine.js';

expose(new PlaygroundEngine());
