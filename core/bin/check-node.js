import { createRequire } from 'node:module';

// Node.js 14 must be able to read this file and those that import it: no other file says what is wrong there.

/** Whether Node.js is older than the package needs; says so and sets the exit status then. */
export function nodeIsTooOld() {
  const { engines } = createRequire(import.meta.url)('../package.json');
  const [major, minor] = /\d+\.\d+/.exec(engines.node)[0].split('.').map(Number);
  const { node } = process.versions;
  const [ownMajor, ownMinor] = node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return false;
  console.error(
    `Inspector needs Node.js ${major}.${minor} or newer, but ${process.execPath} is Node.js ${node}. ` +
      'Install a newer one (https://nodejs.org), and put it first in PATH.',
  );
  process.exitCode = 1;
  return true;
}
