// Runs `inspector plugins validate FOLDER --setup --json` and the conformance suite of packages for each folder that is
// named, in one process without a loader: `node check.mjs FOLDER...`. Prints a line of JSON for each.
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../../../core/dist/cli/main.js';
import { takeOverProcess } from '../../../../core/dist/cli/own-process.js';
import { packageSuite } from '../../../kit/dist/index.js';

const { stdout: out } = takeOverProcess();

async function validate(folder) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = [text(stdout), text(stderr)];
  const argv = ['plugins', 'validate', folder, '--setup', '--json'];
  const surroundings = { cwd: process.cwd(), env: {}, stdin: Readable.from([]), stdout, stderr };
  const status = await main(argv, surroundings);
  stdout.end();
  stderr.end();
  const [answer, complaint] = await Promise.all(printed);
  return { status, answer: answer === '' ? complaint : JSON.parse(answer) };
}

/** Texts of the tests of the suite that fail. */
async function suite(folder) {
  const tests = [];
  packageSuite({ describe: (_title, body) => body(), it: (_title, run) => tests.push(run), folder });
  const failures = [];
  for (const run of tests) await run().catch((error) => failures.push(error.message));
  return failures;
}

for (const folder of process.argv.slice(2)) {
  const result = { folder, ...(await validate(folder)), suite: await suite(folder) };
  out.write(`${JSON.stringify(result)}\n`);
}
