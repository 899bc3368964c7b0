// Files run in random order; INSPECTOR_TEST_SEED=<seed> repeats an order that failed.
const { readdirSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const { shuffle } = require('./test/mocha/order.cjs');

const roots = [
  'client/test',
  'core/test',
  'create/test',
  'test/abuse',
  'test/functional',
  'test/packages',
  'test/peers',
  'docs/plugins/examples',
  'ui/test',
];
for (const folder of ['plugins', 'test']) {
  for (const name of readdirSync(join(__dirname, folder))) roots.push(join(folder, name, 'test'));
}
const spec = roots
  .filter((root) => existsSync(join(__dirname, root)))
  .flatMap((root) =>
    readdirSync(join(__dirname, root), { recursive: true })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => join(root, file)),
  );

// Files named on the command line replace the whole list.
const named = process.argv.slice(2).some((argument) => argument.endsWith('.ts'));

module.exports = {
  spec: named ? [] : shuffle(spec.sort()),
  // Most files wait for processes and timers, and none knows of another.
  parallel: !named,
  jobs: 2,
  import: 'tsx',
  require: ['./test/mocha/order.cjs', './test/mocha/plain-output.cjs'],
  timeout: 20000,
  reporter: 'dot',
};
