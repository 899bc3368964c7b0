// Preloaded with --require: at the end of the process, writes the npm packages of which it loaded CommonJS modules.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const names = Object.keys(require.cache).map((file) => {
    const [, inside] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
    return inside;
  });
  const packages = [...new Set(names.filter((name) => name !== undefined))].sort();
  writeFileSync(process.env.INSPECTOR_TEST_LOADED, JSON.stringify(packages));
});
