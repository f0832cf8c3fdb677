import { readFile } from 'node:fs/promises';

const [module = './predict.js', options = '{}'] = process.argv.slice(2);
const { predict } = await import(module);
const results = await predict(await readFile('model.safetensors'), JSON.parse(options));
console.log(JSON.stringify({ node: process.versions.node, ...results }));
