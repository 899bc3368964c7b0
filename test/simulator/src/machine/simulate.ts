import type { FakeNode } from '../ironic/node-model.js';
import type { FakeIronic } from '../ironic/server.js';
import type { Machine } from './machine.js';
import { postAsRamdisk, type PostOptions, type PostResult } from './ramdisk.js';

/** How a simulation runs. */
export interface SimulationOptions extends Pick<PostOptions, 'attempts' | 'retryDelayMs'> {
  /** Address of Inspector without a path: `http://127.0.0.1:5050`. */
  readonly inspectorUrl: string;
  /** Milliseconds from power on to the first post; default 20. */
  readonly bootDelayMs?: number;
  /** Boots machines whatever their boot device is; default false: only those set to `pxe`. */
  readonly anyBootDevice?: boolean;
  /** Told about each post that came to an end. */
  readonly onPost?: (machine: Machine, result: PostResult) => void;
}

/** Machines at work. */
export interface Simulation {
  /** Ends of all posts so far, in order. */
  readonly results: readonly { readonly machine: Machine; readonly result: PostResult }[];
  /** Boots a machine by hand, as `manage_boot=False` needs it; resolves when its posts are over. */
  boot(machine: Machine): Promise<void>;
  /** Resolves when no machine is booting or posting. */
  idle(): Promise<void>;
  /** Stops listening and ends posts under way. */
  stop(): Promise<void>;
}

/**
 * Lets machines live: one that is powered on (or reboots) with boot device `pxe` boots the ramdisk over the
 * network after a delay and posts its payload. A power off before that stops it.
 */
export function simulate(
  ironic: FakeIronic,
  machines: Iterable<Machine>,
  options: SimulationOptions,
): Simulation {
  const byUuid = new Map([...machines].map((machine) => [machine.uuid, machine]));
  const ending = new AbortController();
  const booting = new Map<string, AbortController>();
  const running = new Set<Promise<void>>();
  const results: { machine: Machine; result: PostResult }[] = [];
  const callbackUrl = `${options.inspectorUrl.replace(/\/$/, '')}/v1/continue`;

  const boot = async (machine: Machine): Promise<void> => {
    const { posts = 1, bootDelayMs = options.bootDelayMs ?? 20, silent = false } = machine.behaviour;
    booting.get(machine.uuid)?.abort();
    const cut = new AbortController();
    booting.set(machine.uuid, cut);
    const stillOn = await delay(bootDelayMs, AbortSignal.any([cut.signal, ending.signal]));
    if (booting.get(machine.uuid) === cut) booting.delete(machine.uuid);
    if (!stillOn || silent) return;
    const body = JSON.stringify(machine.payload);
    const { attempts, retryDelayMs } = options;
    const post = async (): Promise<void> => {
      const result = await postAsRamdisk(body, {
        callbackUrl,
        signal: ending.signal,
        ...(attempts === undefined ? {} : { attempts }),
        ...(retryDelayMs === undefined ? {} : { retryDelayMs }),
      });
      if (ending.signal.aborted) return;
      results.push({ machine, result });
      options.onPost?.(machine, result);
    };
    await Promise.all(Array.from({ length: posts }, post));
  };

  const start = (machine: Machine): Promise<void> => {
    const life = boot(machine).finally(() => running.delete(life));
    running.add(life);
    return life;
  };

  const stopListening = ironic.onPower((node: FakeNode) => {
    const machine = byUuid.get(node.uuid);
    if (machine === undefined) return;
    if (node.power_state !== 'power on') {
      booting.get(machine.uuid)?.abort();
      return;
    }
    if (options.anyBootDevice !== true && ironic.hardware(node.uuid).bootDevice !== 'pxe') return;
    void start(machine);
  });

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  return {
    results,
    boot: start,
    idle,
    async stop() {
      stopListening();
      ending.abort();
      await idle();
    },
  };
}

/** Waits; false if it was cut short. */
function delay(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const cut = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cut);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', cut, { once: true });
  });
}
