import { define } from './app/define.js';
import { followDocument } from './app/document.js';
import { isolate, keepForOffline } from './app/service-worker.js';
import { elements } from './elements.js';
import { store } from './state/app-state.js';
import { remember } from './state/memory.js';
import { start } from './state/start.js';

followDocument();
store.subscribe(() => remember(store.state));
define(elements);
if (!(await isolate())) {
  await start();
  if (store.state.engine.status === 'ready') await keepForOffline();
}
