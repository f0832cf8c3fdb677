import { defineElements } from './elements.js';

defineElements();
