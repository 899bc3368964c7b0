import type { JsonObject } from '@inspector/plugin-api';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import type { CratonClient } from './craton-client.js';
import { unavailable } from './faults.js';
import { idOf, listAll } from './list.js';
import type { CratonOptions } from './options.js';

/** Where in Craton an inventory is. */
export type Location = Pick<CratonOptions, 'cloud' | 'region'> & { readonly projectId: string };

/** The region that holds an inventory. */
export class Region {
  constructor(
    private readonly client: CratonClient,
    readonly cloudId: number,
    readonly id: number,
    private readonly projectId: string,
  ) {}

  /** The variables of the region itself. */
  async variables(signal?: AbortSignal): Promise<JsonObject> {
    const variables = member(await this.client.get(this.#path, signal), 'variables');
    if (isJsonObject(variables)) return variables;
    throw unavailable(`Craton cannot be used: region ${this.id} has no variables. Is that Craton v1?`);
  }

  /** Sets some variables, all of them or none; the others stay. */
  async set(variables: JsonObject, signal?: AbortSignal): Promise<void> {
    await this.client.send({ method: 'PUT', path: this.#path, body: variables, signal }, 200);
  }

  /** Deletes variables, all of them or none; those that are not there do not matter. */
  async unset(keys: readonly string[], signal?: AbortSignal): Promise<void> {
    if (keys.length === 0) return;
    await this.client.send({ method: 'DELETE', path: this.#path, body: [...keys], signal }, 204);
  }

  /** The hosts of the project with their own variables. An administrator sees those of other projects, too. */
  async hosts(signal?: AbortSignal): Promise<JsonObject[]> {
    const query = `region_id=${this.id}&details=true&resolved-values=false`;
    const hosts = await listAll(this.client, 'hosts', query, signal);
    return hosts.filter((host) => isOf(host, this.projectId));
  }

  get #path(): string {
    return `/regions/${this.id}/variables`;
  }
}

/** Looks for the region; undefined: it is not there, and so nothing is stored. */
export async function findRegion(
  client: CratonClient,
  location: Location,
  signal?: AbortSignal,
): Promise<Region | undefined> {
  const cloudId = await findCloud(client, location, signal);
  if (cloudId === undefined) return undefined;
  const regions = await listAll(client, 'regions', `cloud_id=${cloudId}`, signal);
  const found = regions.find((one) => isNamed(one, location.region) && isOf(one, location.projectId));
  return found && new Region(client, cloudId, idOf(found, 'regions'), location.projectId);
}

/** The region, which is made with its cloud where it is missing. */
export async function makeRegion(
  client: CratonClient,
  location: Location,
  signal?: AbortSignal,
): Promise<Region> {
  const { cloud, region } = location;
  let cloudId = await findCloud(client, location, signal);
  if (cloudId === undefined) {
    // 409: somebody else was faster.
    await client.send({ method: 'POST', path: '/clouds', body: { name: cloud }, signal }, 201, 409);
    cloudId = await findCloud(client, location, signal);
  }
  if (cloudId === undefined) throw hidden(`the cloud "${cloud}"`);
  const present = await findRegion(client, location, signal);
  if (present !== undefined) return present;
  const body = { name: region, cloud_id: cloudId };
  await client.send({ method: 'POST', path: '/regions', body, signal }, 201, 409);
  const made = await findRegion(client, location, signal);
  if (made === undefined) throw hidden(`the region "${region}"`);
  return made;
}

async function findCloud(
  client: CratonClient,
  { cloud, projectId }: Location,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const clouds = await listAll(client, 'clouds', '', signal);
  const found = clouds.find((one) => isNamed(one, cloud) && isOf(one, projectId));
  return found && idOf(found, 'clouds');
}

const hidden = (what: string): Error =>
  unavailable(`Craton cannot be used: ${what} was made, and Craton does not list it.`);

const isNamed = (resource: JsonObject, name: string): boolean => member(resource, 'name') === name;

const isOf = (resource: JsonObject, projectId: string): boolean =>
  bare(member(resource, 'project_id')) === bare(projectId);

/** A UUID without what may be written or not. */
const bare = (uuid: unknown): string => String(uuid).replaceAll('-', '').toLowerCase();
