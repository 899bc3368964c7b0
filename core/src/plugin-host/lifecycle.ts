import { createRequire } from 'node:module';

/** Something that is started once and stopped once. */
export interface LifecycleMember {
  /** What it is able to do; members are started by capability. */
  readonly capability: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A member that failed to start or stop. */
export interface LifecycleFailure<M extends LifecycleMember> {
  readonly member: M;
  readonly error: unknown;
}

/** Starts and stops members in order. */
export interface Lifecycle<M extends LifecycleMember> {
  register(member: M): void;
  /** Starts the members of a capability in the order of their registration; one that fails does not stop the others. */
  start(capability: string): Promise<LifecycleFailure<M>[]>;
  /** Stops what was started in the reverse order of the starts; one that fails does not stop the others. */
  stop(): Promise<LifecycleFailure<M>[]>;
}

interface Unit {
  load(): Promise<void>;
  unload(): Promise<void>;
  getName(): string;
  getCapabilities(): unknown[];
}
interface Manager {
  registerPlugin(unit: new (owner: Manager) => Unit): void;
  getPluginsByCapability(capability: string, options: { load: boolean }): Promise<Unit[]>;
  loadPlugin(unit: Unit, persist: boolean): Promise<void>;
  unloadPlugin(unit: Unit, persist: boolean): Promise<void>;
}
interface Pluginus {
  readonly Plugin: new (owner: Manager) => Unit;
  readonly PluginManager: new () => Manager;
  readonly Capability: new (name: string) => unknown;
}

const { Plugin, PluginManager, Capability } = createRequire(import.meta.url)('pluginus') as Pluginus;

/**
 * A manager that leaves the names of loaded units nowhere: pluginus keeps them in `localStorage` where that global
 * exists, which it does in newer Node.
 */
class ForgetfulManager extends PluginManager {
  async addState(): Promise<void> {}
  async removeState(): Promise<void> {}
  async persistState(): Promise<void> {}
  async restoreState(): Promise<void> {}
}

/**
 * The only place that knows pluginus. Unloading goes through a list of our own because pluginus unloads in the
 * order of registration, not in reverse.
 */
export function createLifecycle<M extends LifecycleMember>(): Lifecycle<M> {
  const manager = new ForgetfulManager();
  const members = new Map<Unit, M>();
  const started: Unit[] = [];
  let count = 0;
  return {
    register(member) {
      const name = `${++count}`;
      class MemberUnit extends Plugin {
        constructor(owner: Manager) {
          super(owner);
          members.set(this, member);
        }
        override getName(): string {
          return name;
        }
        override getCapabilities(): unknown[] {
          return [new Capability(member.capability)];
        }
        override async load(): Promise<void> {
          await member.start();
          await super.load();
        }
        override async unload(): Promise<void> {
          await super.unload();
          await member.stop();
        }
      }
      manager.registerPlugin(MemberUnit);
    },
    async start(capability) {
      const units = await manager.getPluginsByCapability(capability, { load: false });
      return each(units, members, async (unit) => {
        await manager.loadPlugin(unit, false);
        if (!started.includes(unit)) started.push(unit);
      });
    },
    async stop() {
      return each(started.splice(0).reverse(), members, (unit) => manager.unloadPlugin(unit, false));
    },
  };
}

async function each<M extends LifecycleMember>(
  units: readonly Unit[],
  members: ReadonlyMap<Unit, M>,
  action: (unit: Unit) => Promise<void>,
): Promise<LifecycleFailure<M>[]> {
  const failures: LifecycleFailure<M>[] = [];
  for (const unit of units) {
    try {
      await action(unit);
    } catch (error) {
      failures.push({ member: members.get(unit) as M, error });
    }
  }
  return failures;
}
