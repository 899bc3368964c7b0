import type { Member, Members } from '@inspector/plugin-api';
import { InspectorError } from '@inspector/plugin-api';
import type { ConductorAddress, ConductorDirectory } from '../rpc/conductor-address.js';

/** A conductor that is known, and the end of its membership. */
interface Known {
  /** Takes no new calls, and ends those that it has. */
  leaving: boolean;
  readonly address: ConductorAddress;
  readonly membership: AbortController;
}

/**
 * Knows which conductors there are by watching the members. While the coordination backend is away, those it told of last
 * are taken: a conductor that is still there decides by itself whether it may work.
 */
export class MemberDirectory implements ConductorDirectory {
  private known = new Map<string, Known>();
  private told = false;

  /** @param signal - ends the watching */
  constructor(
    private readonly members: Members,
    signal: AbortSignal,
  ) {
    const listener = (all: readonly Member[]): void => {
      this.told = true;
      this.learn(all);
    };
    members.watch(listener, { signal });
  }

  async conductors(): Promise<readonly ConductorAddress[]> {
    if (!this.told) this.learn(await this.members.list());
    return [...this.known.values()].filter(({ leaving }) => !leaving).map(({ address }) => address);
  }

  private learn(members: readonly Member[]): void {
    const conductors = members.flatMap(({ info }) => conductorIn(info) ?? []);
    const present = new Set(conductors.map(({ instance }) => instance));
    for (const [instance, { membership }] of this.known) {
      if (present.has(instance)) continue;
      membership.abort(new InspectorError('INSP_NO_CONDUCTOR', 'The conductor is no longer a member'));
      this.known.delete(instance);
    }
    for (const { leaving, ...conductor } of conductors) {
      const known = this.known.get(conductor.instance);
      if (known !== undefined) {
        known.leaving = leaving;
        continue;
      }
      const membership = new AbortController();
      const address = { ...conductor, gone: membership.signal };
      this.known.set(conductor.instance, { leaving, membership, address });
    }
  }
}

/** The address in what a member tells of itself; undefined: it takes no calls. */
export function conductorIn(
  info: Member['info'],
): (Omit<ConductorAddress, 'gone'> & { readonly leaving: boolean }) | undefined {
  const { role, host, instance, url, leaving } = info;
  if (role !== 'conductor' || typeof instance !== 'string' || typeof url !== 'string') return undefined;
  return { host: typeof host === 'string' ? host : url, instance, url, leaving: leaving === true };
}
