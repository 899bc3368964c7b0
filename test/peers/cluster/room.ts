import { randomBytes, randomInt } from 'node:crypto';
import { run } from '../servers/run.js';

/** Programs that a room needs, which only root can use. */
export const ROOM_COMMANDS = ['ip'] as const;

/** A network cable between a room and the machine it is on. */
export interface Cable {
  /** Address of the machine at its end of the cable. */
  readonly here: string;
  /** Address of the room at its own. */
  readonly there: string;
  /** Unplugs it here: what is sent into it from either side is gone, and nobody is told. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

/** A network namespace, as a machine of its own has it. */
export interface Room {
  /** What goes in front of a command to run it there. */
  readonly inside: readonly [string, ...string[]];
  /** One to each thing that it talks to. */
  readonly cables: { readonly etcd: Cable; readonly database: Cable; readonly others: Cable };
  /** Removes everything; processes in it have to be ended before. */
  remove(): Promise<void>;
}

/** Makes a room. Names and addresses are unlike those of any other run. */
export async function createRoom(): Promise<Room> {
  const name = `insp-${process.pid}-${randomBytes(4).toString('hex')}`;
  await run('ip', ['netns', 'add', name]);
  const remove = async (): Promise<void> => void (await run('ip', ['netns', 'del', name]));
  try {
    await run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
    const [etcd, database, others] = [await lay(name), await lay(name), await lay(name)];
    return { inside: ['ip', 'netns', 'exec', name], cables: { etcd, database, others }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Lays a cable. The kernel removes both ends with the namespace. */
async function lay(namespace: string): Promise<Cable> {
  const end = `insp${randomBytes(4).toString('hex')}`;
  const [here, there] = addresses();
  const peer = ['peer', 'name', end, 'netns', namespace];
  await run('ip', ['link', 'add', end, 'type', 'veth', ...peer]);
  await run('ip', ['addr', 'add', `${here}/30`, 'dev', end]);
  await run('ip', ['-n', namespace, 'addr', 'add', `${there}/30`, 'dev', end]);
  await run('ip', ['-n', namespace, 'link', 'set', end, 'up']);
  const set = async (state: 'up' | 'down'): Promise<void> =>
    void (await run('ip', ['link', 'set', end, state]));
  await set('up');
  return { here, there, cut: () => set('down'), restore: () => set('up') };
}

/** Two addresses of a network of four, from the block for tests of network devices (RFC 2544), which nobody routes. */
function addresses(): readonly [string, string] {
  const network = randomInt(2 ** 15) * 4;
  const address = (host: number): string =>
    `198.${18 + (network >> 16)}.${(network >> 8) & 255}.${(network & 255) + host}`;
  return [address(1), address(2)];
}
