import { followDocument } from './app/document.js';
import { isolate } from './app/isolation.js';
import { defineElements } from './elements.js';
import { store } from './state/app-state.js';
import { remember } from './state/memory.js';
import { start } from './state/start.js';

followDocument();
store.subscribe(() => remember(store.state));
defineElements();
if (!(await isolate())) await start();
