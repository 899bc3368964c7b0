import type { JsonObject, StorageBackend } from '@inspector/plugin-api';
import { storageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import definition from '../../../plugins/storage-swift/src/index.js';
import { freePort } from '../free-port.js';
import { describePeer } from '../peer.js';
import { KEYSTONE_COMMANDS, startKeystone, type KeystoneServer } from '../servers/keystone.js';
import { startSwift, SWIFT_COMMANDS, type SwiftServer } from '../servers/swift.js';
import { setUpStorage } from './set-up.js';

const tempauth = (swift: SwiftServer) => ({
  authType: 'tempauth',
  authUrl: swift.authUrl,
  username: 'service:inspector',
  password: 'inspectorpw',
});

describePeer('Swift with its own sign-on', SWIFT_COMMANDS, function () {
  this.timeout(120_000);
  let swift: SwiftServer;
  before(async () => {
    swift = await startSwift();
  });
  after(() => swift.stop());

  const backend = (options: JsonObject = {}): Promise<StorageBackend> =>
    setUpStorage(definition, {
      ...tempauth(swift),
      container: randomUUID(),
      ...options,
    });

  storageSuite({
    describe,
    it,
    before,
    after,
    name: 'swift',
    create: async () => ({ backend: await backend(), cleanUp: async () => undefined }),
  });

  it('tells Swift when to delete', async () => {
    const container = randomUUID();
    const kept = await backend({ container, deleteAfter: 3600 });
    const uuid = randomUUID();
    await kept.save(uuid, '{}', true);
    const signOn = await fetch(swift.authUrl, {
      headers: { 'x-auth-user': 'service:inspector', 'x-auth-key': 'inspectorpw' },
    });
    const object = await fetch(`${signOn.headers.get('x-storage-url')}/${container}/inspector_data-${uuid}`, {
      method: 'HEAD',
      headers: { 'x-auth-token': String(signOn.headers.get('x-auth-token')) },
    });
    const life = Number(object.headers.get('x-delete-at')) - Date.now() / 1000;
    expect(life).to.be.within(3500, 3601);
    await kept.close?.();
  });

  it('goes on when every token has become worthless', async () => {
    const kept = await backend();
    const uuid = randomUUID();
    await kept.save(uuid, '{"a": 1}', false);
    await swift.forgetTokens();
    expect(await kept.get(uuid, false)).to.equal('{"a": 1}');
    await kept.close?.();
  });

  it('outlives a restart of Swift in the middle', async () => {
    const kept = await backend({ maxRetries: 8, retryInterval: 0.2 });
    const uuids = Array.from({ length: 40 }, () => randomUUID());
    await kept.save(uuids[0]!, '{"n": 0}', true);
    await swift.stopProxy();
    const saving = Promise.all(uuids.map((uuid, n) => kept.save(uuid, `{"n": ${n}}`, true)));
    await swift.restart();
    await saving;
    const read = await Promise.all(uuids.map((uuid) => kept.get(uuid, true)));
    expect(read).to.deep.equal(uuids.map((_, n) => `{"n": ${n}}`));
    await kept.close?.();
  });

  it('says clearly that Swift is away', async () => {
    const port = await freePort();
    const away = await backend({
      authUrl: `http://127.0.0.1:${port}/auth/v1.0`,
      maxRetries: 1,
      retryInterval: 0,
    });
    const error = await away.get(randomUUID(), true).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_STORAGE_FAILED' });
    expect((error as Error).message).to.match(/^Could not connect to the object storage service: /);
    await away.close?.();
  });

  it('says clearly that the credentials are refused', async () => {
    const wrong = await backend({ password: 'wrong' });
    const error = await wrong.get(randomUUID(), true).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_IDENTITY_FAILED' });
    expect((error as Error).message).not.to.include('wrong');
    await wrong.close?.();
  });
});

describePeer('Swift with Keystone', [...SWIFT_COMMANDS, ...KEYSTONE_COMMANDS], function () {
  this.timeout(180_000);
  let keystone: KeystoneServer;
  let swift: SwiftServer;
  before(async () => {
    keystone = await startKeystone();
    const port = await freePort();
    await keystone.addService('object-store', 'swift', `http://127.0.0.1:${port}/v1/AUTH_%(tenant_id)s`);
    swift = await startSwift(keystone.url, port);
  });
  after(async () => {
    await swift?.stop();
    await keystone?.stop();
  });

  const backend = (options: JsonObject = {}): Promise<StorageBackend> =>
    setUpStorage(definition, {
      authType: 'password',
      authUrl: keystone.url,
      username: 'ironic-inspector',
      password: 'inspectorpw',
      projectName: 'service',
      userDomainId: 'default',
      projectDomainId: 'default',
      regionName: 'RegionOne',
      container: randomUUID(),
      ...options,
    });

  storageSuite({
    describe,
    it,
    before,
    after,
    name: 'swift with Keystone',
    create: async () => ({ backend: await backend(), cleanUp: async () => undefined }),
  });

  it('goes on when every token has become worthless', async () => {
    const kept = await backend();
    const uuid = randomUUID();
    await kept.save(uuid, '{"a": 1}', false);
    await keystone.forgetTokens();
    await swift.forgetTokens();
    expect(await kept.get(uuid, false)).to.equal('{"a": 1}');
    await kept.close?.();
  });

  it('names the region that has no endpoint', async () => {
    const lost = await backend({ regionName: 'Elsewhere' });
    const error = await lost.get(randomUUID(), true).catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/no endpoint of object-store in region Elsewhere/);
    await lost.close?.();
  });
});
