import {
  forAllWhoWait,
  InspectorError,
  type StorageBackend,
  type StoredDataKey,
} from '@inspector/plugin-api';
import type { ServiceAnswer } from '@inspector/plugin-api/openstack';
import type { ObjectStore } from './object-store.js';

const PREFIX = 'inspector_data-';
const RAW = '-UNPROCESSED';
/** Objects per page of a listing; Swift's own limit. */
const PAGE = 10_000;

const objectName = (uuid: string, processed: boolean): string => `${PREFIX}${uuid}${processed ? '' : RAW}`;

const reason = ({ status, body }: ServiceAnswer): string =>
  `${status} ${body
    .toString('utf8')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)}`;

const failed = (what: string, answer: ServiceAnswer): InspectorError =>
  new InspectorError('INSP_STORAGE_FAILED', `Swift failed to ${what}. Error was: ${reason(answer)}`);

/** Introspection data as objects of one container, under the names the old service gave them. */
export class SwiftBackend implements StorageBackend {
  readonly capabilities = { delete: true, list: true, needsRecord: false, keeps: true };
  private creating: Promise<void> | undefined;

  /**
   * @param deleteAfter - seconds after which Swift deletes what is saved; 0: never
   * @param release - frees what the store uses
   */
  constructor(
    private readonly store: ObjectStore,
    private readonly container: string,
    private readonly deleteAfter: number,
    private readonly release: () => Promise<void>,
  ) {}

  async get(uuid: string, processed: boolean): Promise<string> {
    const name = objectName(uuid, processed);
    const answer = await this.store.send({ method: 'GET', path: [this.container, name] });
    if (answer.status === 200) return answer.body.toString('utf8');
    if (answer.status === 404) {
      throw new InspectorError(
        'INSP_DATA_NOT_FOUND',
        `Introspection data not found for node ${uuid}, processed=${processed ? 'True' : 'False'}`,
      );
    }
    throw failed(`get object ${name} in container ${this.container}`, answer);
  }

  async save(uuid: string, data: string, processed: boolean): Promise<void> {
    const name = objectName(uuid, processed);
    const body = Buffer.from(data, 'utf8');
    let answer = await this.put(name, body);
    if (answer.status === 404) {
      await this.ensureContainer();
      answer = await this.put(name, body);
    }
    // 202: another save of the same moment was newer, and stays.
    if (answer.status !== 201 && answer.status !== 202)
      throw failed(`create object ${name} in container ${this.container}`, answer);
  }

  async delete(uuid: string): Promise<void> {
    for (const processed of [true, false]) {
      const name = objectName(uuid, processed);
      const answer = await this.store.send({ method: 'DELETE', path: [this.container, name] });
      if (answer.status !== 404 && answer.status >= 300) {
        throw failed(`delete object ${name} in container ${this.container}`, answer);
      }
    }
  }

  async *list(): AsyncIterable<StoredDataKey> {
    for (let marker = ''; ;) {
      const query = { format: 'json', prefix: PREFIX, limit: String(PAGE), marker };
      const answer = await this.store.send({ method: 'GET', path: [this.container], query });
      if (answer.status === 404) return;
      if (answer.status !== 200 && answer.status !== 204)
        throw failed(`list container ${this.container}`, answer);
      const page =
        answer.status === 204
          ? []
          : (JSON.parse(answer.body.toString('utf8')) as { readonly name: string }[]);
      for (const { name } of page) yield keyOf(name);
      const last = page.at(-1)?.name;
      if (last === undefined) return;
      marker = last;
    }
  }

  close(): Promise<void> {
    return this.release();
  }

  private put(name: string, body: Buffer): Promise<ServiceAnswer> {
    const expiry = this.deleteAfter > 0 ? { 'x-delete-after': String(this.deleteAfter) } : {};
    return this.store.send({
      method: 'PUT',
      path: [this.container, name],
      headers: { 'content-type': 'application/json', ...expiry },
      body,
    });
  }

  /** However many saves find the container missing at the same moment, it is asked for once. */
  private ensureContainer(): Promise<void> {
    this.creating ??= forAllWhoWait(() => this.createContainer()).finally(() => {
      this.creating = undefined;
    });
    return this.creating;
  }

  private async createContainer(): Promise<void> {
    const answer = await this.store.send({ method: 'PUT', path: [this.container] });
    if (answer.status >= 300) throw failed(`create container ${this.container}`, answer);
  }
}

function keyOf(name: string): StoredDataKey {
  const processed = !name.endsWith(RAW);
  const end = processed ? name.length : name.length - RAW.length;
  return { uuid: name.slice(PREFIX.length, end), processed };
}
