import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { storageSuite } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';
import { MemoryStorage, underTest } from './memory-storage.js';

storageSuite({
  describe,
  it,
  before,
  after,
  name: 'memory storage',
  create: async () => underTest(new MemoryStorage()),
});

const failuresWith = async (make: () => MemoryStorage): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) => storageSuite({ ...functions, create: async () => underTest(make()) })),
  );

describe('storageSuite', () => {
  const wrong: [string, string, () => MemoryStorage][] = [
    [
      'parses and prints the text',
      'gives the text back byte for byte, or says that it keeps nothing',
      () =>
        new (class extends MemoryStorage {
          override save(uuid: string, data: string, processed: boolean) {
            return super.save(uuid, JSON.stringify(JSON.parse(data)), processed);
          }
        })(),
    ],
    [
      'has one place for both kinds',
      'keeps raw and processed data apart',
      () =>
        new (class extends MemoryStorage {
          override key = (uuid: string) => uuid;
        })(),
    ],
    [
      'has one place for all nodes',
      'keeps nodes apart',
      () =>
        new (class extends MemoryStorage {
          override key = (_uuid: string, processed: boolean) => `x ${processed}`;
        })(),
    ],
    [
      'never overwrites',
      'overwrites',
      () =>
        new (class extends MemoryStorage {
          override async save(uuid: string, data: string, processed: boolean) {
            if (!this.rows.has(this.key(uuid, processed))) await super.save(uuid, data, processed);
          }
        })(),
    ],
    [
      'overwrites only as far as the new text goes',
      'overwrites',
      () =>
        new (class extends MemoryStorage {
          override async save(uuid: string, data: string, processed: boolean) {
            const before = this.rows.get(this.key(uuid, processed)) ?? '';
            await super.save(uuid, data + before.slice(data.length), processed);
          }
        })(),
    ],
    [
      'throws plain errors for what is not there',
      'says when nothing is stored',
      () =>
        new (class extends MemoryStorage {
          override notFound = () => new Error('nothing');
        })(),
    ],
    [
      'has another text for what is not there',
      'says when nothing is stored',
      () =>
        new (class extends MemoryStorage {
          override notFound = () => new InspectorError('INSP_DATA_NOT_FOUND', 'nothing');
        })(),
    ],
    [
      'keeps Latin-1 only',
      'keeps every character',
      () =>
        new (class extends MemoryStorage {
          override save(uuid: string, data: string, processed: boolean) {
            return super.save(uuid, Buffer.from(data, 'latin1').toString('latin1'), processed);
          }
        })(),
    ],
    [
      'cuts at 64 KiB',
      'keeps 10 MB',
      () =>
        new (class extends MemoryStorage {
          override save(uuid: string, data: string, processed: boolean) {
            return super.save(uuid, data.slice(0, 65_535), processed);
          }
        })(),
    ],
    [
      'writes its whole file after reading it',
      'takes 200 saves at once',
      () =>
        new (class extends MemoryStorage {
          override async save(uuid: string, data: string, processed: boolean) {
            const read = new Map(this.rows);
            await new Promise(setImmediate);
            read.set(this.key(uuid, processed), data);
            this.rows.clear();
            for (const [key, row] of read) this.rows.set(key, row);
          }
        })(),
    ],
    [
      'lets simultaneous saves of one node mix',
      'keeps one whole document when one node is saved many times at once',
      () =>
        new (class extends MemoryStorage {
          override async save(uuid: string, data: string, processed: boolean) {
            const half = data.length >> 1;
            await super.save(uuid, data.slice(0, half), processed);
            await new Promise(setImmediate);
            await super.save(
              uuid,
              `${this.rows.get(this.key(uuid, processed))}${data.slice(half)}`,
              processed,
            );
          }
        })(),
    ],
    [
      'forgets only one kind',
      'forgets both kinds of data of a node, and only of that node',
      () =>
        new (class extends MemoryStorage {
          override async delete(uuid: string) {
            this.rows.delete(this.key(uuid, true));
          }
        })(),
    ],
    [
      'forgets everybody',
      'forgets both kinds of data of a node, and only of that node',
      () =>
        new (class extends MemoryStorage {
          override async delete() {
            this.rows.clear();
          }
        })(),
    ],
    [
      'minds forgetting what is not there',
      'does not mind forgetting what is not there',
      () =>
        new (class extends MemoryStorage {
          override async delete(uuid: string) {
            await this.get(uuid, true);
          }
        })(),
    ],
    [
      'lists only processed data',
      'lists every document once',
      () =>
        new (class extends MemoryStorage {
          override async *list() {
            for await (const key of super.list()) if (key.processed) yield key;
          }
        })(),
    ],
    [
      'lists twice',
      'lists every document once',
      () =>
        new (class extends MemoryStorage {
          override async *list() {
            yield* super.list();
            yield* super.list();
          }
        })(),
    ],
    [
      'claims to forget but cannot',
      'says truthfully what it can do',
      () => Object.assign(new MemoryStorage(), { delete: undefined }),
    ],
    [
      'hides that it can list',
      'says truthfully what it can do',
      () =>
        Object.assign(new MemoryStorage(), {
          capabilities: { delete: true, list: false, needsRecord: false, keeps: true },
        }),
    ],
    [
      'needs records but says it does not',
      'says truthfully what it can do',
      () =>
        new (class extends MemoryStorage {
          override save = async () =>
            Promise.reject(new InspectorError('INSP_STORAGE_FAILED', 'no such node'));
        })(),
    ],
    [
      'keeps nothing but answers with nothing instead of saying so',
      'gives the text back byte for byte, or says that it keeps nothing',
      () =>
        Object.assign(new MemoryStorage(), {
          capabilities: { delete: true, list: true, needsRecord: false, keeps: false },
          get: async () => '',
        }),
    ],
    [
      'says "not found" when its store is gone',
      'reports it as INSP_STORAGE_FAILED',
      () =>
        new (class extends MemoryStorage {
          override async get(uuid: string, processed: boolean) {
            if (this.broken) throw this.notFound(uuid, processed);
            return super.get(uuid, processed);
          }
        })(),
    ],
    [
      'lets the error of its library through',
      'reports it as INSP_STORAGE_FAILED',
      () =>
        new (class extends MemoryStorage {
          override check() {
            if (this.broken) throw new Error('ECONNREFUSED');
          }
        })(),
    ],
    [
      'pretends that saving worked',
      'reports it as INSP_STORAGE_FAILED',
      () =>
        new (class extends MemoryStorage {
          override async save(uuid: string, data: string, processed: boolean) {
            if (!this.broken) await super.save(uuid, data, processed);
          }
        })(),
    ],
  ];
  for (const [what, title, make] of wrong) {
    it(`finds a backend that ${what}`, async () => {
      expect(await failuresWith(make)).to.include(title);
    });
  }

  it('accepts a backend that keeps nothing and says so', async () => {
    const failures = await failuresWith(
      () =>
        new (class extends MemoryStorage {
          override capabilities = { delete: true, list: true, needsRecord: false, keeps: false };
          override get = async () =>
            Promise.reject(new InspectorError('INSP_STORAGE_DISABLED', 'nothing is kept'));
        })(),
    );
    expect(failures).to.deep.equal([]);
  });
});
