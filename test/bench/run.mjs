// Runs the benchmarks one after the other; each prints its figures and what is demanded of them.
//
//   npm run bench                      all of them
//   npm run bench -- continue rules    some
//
// A benchmark is a file of this folder whose head says how to run it. Exits with 1 when one of them does.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const folder = import.meta.dirname;
const isBenchmark = (file) =>
  file !== basename(import.meta.filename) &&
  readFileSync(join(folder, file), 'utf8').slice(0, 2000).includes(` test/bench/${file}`);
const files = readdirSync(folder)
  .filter((file) => ['.ts', '.mjs'].includes(extname(file)))
  .filter(isBenchmark);
const nameOf = (file) => basename(file, extname(file));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !files.some((file) => nameOf(file) === name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${files.map(nameOf).join(', ')}.`);
  process.exit(2);
}
const failed = [];
for (const file of files) {
  if (wanted.length > 0 && !wanted.includes(nameOf(file))) continue;
  console.log(`\n== ${nameOf(file)}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, file)], {
    cwd: join(folder, '../..'),
    stdio: 'inherit',
  });
  if (status !== 0) failed.push(nameOf(file));
}
if (failed.length > 0) {
  console.log(`\nNot as demanded: ${failed.join(', ')}`);
  process.exitCode = 1;
}
