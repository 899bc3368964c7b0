import type { Json, JsonObject, PluginLog } from '@inspector/plugin-api';
import { isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { Claim } from './claim.js';
import type { CratonClient, CratonRequest } from './craton-client.js';
import { fourAtATime } from './four-at-a-time.js';
import { idOf } from './list.js';
import { isAlike, type CratonHost, type MappedInventory } from './mapping.js';
import type { Region } from './region.js';

/** What {@link applyHosts} works with. */
export interface Application {
  readonly client: CratonClient;
  readonly region: Region;
  readonly claim: Claim;
  readonly log: PluginLog;
  /** What Craton is to have. */
  readonly wanted: MappedInventory;
  /** What its hosts were made of; undefined: not known, so their labels are looked at. */
  readonly before: MappedInventory | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A host as Craton has it. */
interface FoundHost {
  readonly id: number;
  readonly fields: JsonObject;
}

/**
 * Makes the hosts in Craton what a document says: it sends what differs and nothing else, so that it can be repeated after a
 * failure at any point.
 */
export async function applyHosts(application: Application): Promise<void> {
  await new HostApplication(application).run();
}

class HostApplication {
  readonly #found = new Map<string, FoundHost>();
  /** Hosts whose names something else in the region has. */
  readonly #taken: string[] = [];

  constructor(private readonly given: Application) {}

  async run(): Promise<void> {
    const { wanted, log } = this.given;
    await this.#look();
    const made = await this.#make();
    const present = [...wanted.hosts.values()].filter(({ name }) => this.#found.has(name) && !made.has(name));
    await fourAtATime(present, (host) => this.#leaveParent(host));
    await fourAtATime(present, (host) => this.#change(host));
    await this.#remove();
    if (this.#taken.length > 0) {
      log.warn(
        `Craton has something else with the names of these hosts, so only the inventory has them: ${this.#taken.join(', ')}`,
      );
    }
  }

  async #look(): Promise<void> {
    const { region, signal, claim } = this.given;
    await claim.keep(signal);
    this.#found.clear();
    for (const fields of await region.hosts(signal)) {
      this.#found.set(textMember(fields, 'name') ?? '', { id: idOf(fields, 'hosts'), fields });
    }
  }

  /** Makes what is missing, generation by generation. Returns what needs no further look. */
  async #make(): Promise<ReadonlySet<string>> {
    const made = new Set<string>();
    let rest = [...this.given.wanted.hosts.values()].filter(({ name }) => !this.#found.has(name));
    let isAdopting = false;
    while (rest.length > 0) {
      const missing = new Set(rest.map(({ name }) => name));
      const next = rest.filter(({ parent }) => parent === undefined || !missing.has(parent));
      rest = rest.filter((host) => !next.includes(host));
      await fourAtATime(next, async (host) => {
        if (await this.#create(host)) made.add(host.name);
        else isAdopting = true;
      });
    }
    if (!isAdopting) return made;
    const tried = [...this.given.wanted.hosts.keys()].filter((name) => !this.#found.has(name));
    await this.#look();
    this.#taken.push(...tried.filter((name) => !this.#found.has(name)));
    return made;
  }

  /** false: there is a host of this name by now, or something else. */
  async #create({ name, ipAddress, deviceType, parent, variables, labels }: CratonHost): Promise<boolean> {
    const { region } = this.given;
    const parentId = parent === undefined ? undefined : this.#found.get(parent)?.id;
    const answer = await this.#send(
      {
        method: 'POST',
        path: '/hosts',
        body: {
          name,
          cloud_id: region.cloudId,
          region_id: region.id,
          ip_address: ipAddress,
          device_type: deviceType,
          ...(parentId !== undefined && { parent_id: parentId }),
          labels: [...labels],
          variables,
        },
      },
      201,
      409,
    );
    if (answer.status === 409) return false;
    this.#found.set(name, { id: idOf(answer.body, 'hosts'), fields: {} });
    return true;
  }

  /** Craton refuses a parent that is below the host at the moment, so that hosts leave their old places first. */
  async #leaveParent(host: CratonHost): Promise<void> {
    const found = this.#found.get(host.name);
    const present = member(found?.fields, 'parent_id') ?? null;
    if (found === undefined || present === null || present === this.#parentId(host)) return;
    await this.#send({ method: 'PUT', path: `/hosts/${found.id}`, body: { parent_id: null } }, 200);
    found.fields['parent_id'] = null;
  }

  async #change(host: CratonHost): Promise<void> {
    const found = this.#found.get(host.name);
    if (found === undefined) return;
    const path = `/hosts/${found.id}`;
    const fields: JsonObject = {
      ip_address: host.ipAddress,
      device_type: host.deviceType,
      parent_id: this.#parentId(host),
    };
    const changed = differing(fields, found.fields);
    if (Object.keys(changed).length > 0) await this.#send({ method: 'PUT', path, body: changed }, 200);
    await this.#changeVariables(`${path}/variables`, host.variables, member(found.fields, 'variables'));
    await this.#changeLabels(`${path}/labels`, host);
  }

  async #changeVariables(path: string, wanted: JsonObject, present: Json | undefined): Promise<void> {
    const had = isJsonObject(present) ? present : {};
    const changed = differing(wanted, had);
    if (Object.keys(changed).length > 0) await this.#send({ method: 'PUT', path, body: changed }, 200);
    const gone = Object.keys(had).filter((key) => !Object.hasOwn(wanted, key));
    if (gone.length > 0) await this.#send({ method: 'DELETE', path, body: gone }, 204);
  }

  async #changeLabels(path: string, { name, labels }: CratonHost): Promise<void> {
    const had = this.given.before?.hosts.get(name)?.labels ?? (await this.#labels(path));
    const added = labels.filter((label) => !had.includes(label));
    const removed = had.filter((label) => !labels.includes(label));
    if (added.length > 0) await this.#send({ method: 'PUT', path, body: { labels: added } }, 200);
    if (removed.length > 0) await this.#send({ method: 'DELETE', path, body: { labels: removed } }, 204);
  }

  async #labels(path: string): Promise<string[]> {
    const { body } = await this.#send({ method: 'GET', path }, 200);
    const labels = member(body, 'labels');
    return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
  }

  /** Removes the hosts that left, children first: Craton keeps parents that have any. */
  async #remove(): Promise<void> {
    let rest = [...this.#found]
      .filter(([name]) => !this.given.wanted.hosts.has(name))
      .map(([, host]) => host);
    while (rest.length > 0) {
      const parents = new Set(rest.map(({ fields }) => member(fields, 'parent_id')));
      const leaves = rest.filter(({ id }) => !parents.has(id));
      // A circle cannot be; should there be one, Craton says so.
      const next = leaves.length > 0 ? leaves : rest;
      rest = rest.filter((host) => !next.includes(host));
      await fourAtATime(next, async ({ id }) => {
        await this.#send({ method: 'DELETE', path: `/hosts/${id}` }, 204, 404);
      });
    }
  }

  #parentId({ parent }: CratonHost): number | null {
    return (parent === undefined ? undefined : this.#found.get(parent)?.id) ?? null;
  }

  async #send(request: CratonRequest, ...expected: number[]): ReturnType<CratonClient['send']> {
    const { client, claim, signal } = this.given;
    await claim.keep(signal);
    return client.send({ ...request, signal }, ...expected);
  }
}

/** The members of an object that another one has not alike. */
const differing = (wanted: JsonObject, present: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => !Object.hasOwn(present, key) || !isAlike(value, present[key] ?? null),
    ),
  );
