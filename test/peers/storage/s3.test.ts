import type { JsonObject, StorageBackend } from '@inspector/plugin-api';
import { storageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import definition from '../../../plugins/storage-s3/src/index.js';
import { freePort } from '../free-port.js';
import { describePeer } from '../peer.js';
import { startSwift, SWIFT_COMMANDS, type SwiftServer } from '../servers/swift.js';
import { setUpStorage } from './set-up.js';

describePeer("Swift's S3 interface", SWIFT_COMMANDS, function () {
  this.timeout(120_000);
  let swift: SwiftServer;
  before(async () => {
    swift = await startSwift();
  });
  after(() => swift.stop());

  const backend = (options: JsonObject = {}): Promise<StorageBackend> =>
    setUpStorage(definition, {
      endpoint: swift.url,
      forcePathStyle: true,
      accessKeyId: 'service:inspector',
      secretAccessKey: 'inspectorpw',
      bucket: `b-${randomUUID()}`,
      createBucket: true,
      ...options,
    });

  storageSuite({
    describe,
    it,
    before,
    after,
    name: 's3',
    create: async () => ({
      backend: await backend({ prefix: 'inspector/' }),
      cleanUp: async () => undefined,
    }),
  });

  it('outlives a restart of the service in the middle', async () => {
    const kept = await backend({ maxAttempts: 10 });
    const uuids = Array.from({ length: 20 }, () => randomUUID());
    await kept.save(uuids[0]!, '{"n": 0}', true);
    await swift.stopProxy();
    const saving = Promise.all(uuids.map((uuid, n) => kept.save(uuid, `{"n": ${n}}`, true)));
    await swift.restart();
    await saving;
    expect(await Promise.all(uuids.map((uuid) => kept.get(uuid, true)))).to.deep.equal(
      uuids.map((_, n) => `{"n": ${n}}`),
    );
    await kept.close?.();
  });

  it('names a bucket that is not there and was not to be created', async () => {
    const lost = await backend({ bucket: 'nowhere', createBucket: false });
    const error = await lost.save(randomUUID(), '{}', true).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_STORAGE_FAILED' });
    expect((error as Error).message).to.match(/in bucket nowhere\. Error was: NoSuchBucket/);
    await lost.close?.();
  });

  it('says clearly that credentials are refused or the service is away', async () => {
    const wrong = await backend({ secretAccessKey: 'wrong' });
    const away = await backend({ endpoint: `http://127.0.0.1:${await freePort()}`, maxAttempts: 1 });
    for (const broken of [wrong, away]) {
      const error = await broken.get(randomUUID(), true).catch((reason: unknown) => reason);
      expect(error).to.include({ code: 'INSP_STORAGE_FAILED' });
      await broken.close?.();
    }
  });
});
