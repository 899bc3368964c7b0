import { WorkSlot } from '@inspector/plugin-api';
import type { GroupName } from '@inspector/plugin-api/package';

/** A plugin whose code runs. */
export interface RunningPlugin {
  readonly group: GroupName;
  readonly name: string;
  readonly packageName: string;
}

const running = new WorkSlot<RunningPlugin>('plugin');

/** The plugin in whose name the present code runs, also in timers and events it caused; undefined: none. */
export const runningPlugin = (): RunningPlugin | undefined => running.current;

/** Does work in the name of a plugin: what fails behind the caller's back is the fault of that plugin. */
export const inNameOf = <T>(plugin: RunningPlugin, work: () => T): T => running.during(plugin, work);

/** The same instance, with every method run in the name of its plugin. */
export function actingFor<Instance extends object>(plugin: RunningPlugin, instance: Instance): Instance {
  const methods = new Map<unknown, unknown>();
  const wrapped = (method: (...args: unknown[]) => unknown): unknown => {
    const known = methods.get(method);
    if (known !== undefined) return known;
    const made = (...args: unknown[]): unknown =>
      inNameOf(plugin, () => Reflect.apply(method, instance, args) as unknown);
    methods.set(method, made);
    return made;
  };
  return new Proxy(instance, {
    get(target, member) {
      const value = Reflect.get(target, member, target) as unknown;
      return typeof value === 'function' ? wrapped(value as (...args: unknown[]) => unknown) : value;
    },
  });
}
