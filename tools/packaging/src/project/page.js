import { predict } from './predict.js';

globalThis.prediction = fetch('/model.safetensors')
  .then((response) => response.arrayBuffer())
  .then((file) => predict(new Uint8Array(file)));
