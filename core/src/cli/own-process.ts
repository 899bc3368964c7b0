import { Console } from 'node:console';
import { InspectorError } from '@inspector/plugin-api';
import { runningPlugin } from '../plugin-host/faults/running-plugin.js';
import type { Surroundings } from './context.js';

const exit = process.exit.bind(process);
const writeOut = process.stdout.write.bind(process.stdout);

/** Ends this process now. */
export const endProcess = (): never => exit();

/** Resolves when everything that was printed so far has left this process. A reader may be slow, or gone. */
export const allWritten = async (): Promise<void> => {
  const left = (write: typeof writeOut): Promise<void> =>
    new Promise((resolve) => {
      write('', () => {
        resolve();
      });
    });
  await Promise.all([left(writeOut), left(process.stderr.write.bind(process.stderr))]);
};

/**
 * Takes from plugins what belongs to the program: they cannot end the process, and what they print goes to standard
 * error, so that the output of a command is only what the command says.
 *
 * @returns the surroundings of the program itself
 */
export function takeOverProcess(): Surroundings {
  process.exit = refuseExit;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  globalThis.console = new Console(process.stderr, process.stderr);
  const stdout = new Proxy(process.stdout, {
    get: (target, member) => {
      if (member === 'write') return writeOut;
      const value = Reflect.get(target, member, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { cwd: process.cwd(), env: process.env, stdin: process.stdin, stdout, stderr: process.stderr };
}

function refuseExit(code?: number | string | null): never {
  const plugin = runningPlugin();
  const who = plugin === undefined ? 'Code of a plugin' : `"${plugin.name}" of ${plugin.packageName}`;
  throw new InspectorError(
    'INSP_PLUGIN_EXIT',
    `${who} called process.exit(${code ?? ''}), which only the service may do; a plugin has to throw an error instead`,
    { status: 400 },
  );
}
