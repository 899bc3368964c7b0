import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { randomBytes } from 'node:crypto';
import { Account } from '../../src/history/account.js';
import { packRun } from '../../src/history/pack.js';
import { unpackedData, unpackedText } from '../../src/history/unpack.js';

const WHERE = 'introspection 1 of node x';

function accountOf(data: JsonObject | undefined): Account {
  const account = new Account();
  account.data = data;
  return account;
}

/** Text that no compression makes shorter. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64');

describe('an introspection that is packed', () => {
  it('is read as it was, numbers as they were written, without the logs of the ramdisk', async () => {
    const text =
      '{"inventory":{"size":18446744073709551616,"load":1.0},"logs":"bG9n","extra":{"x":[1,null]}}';
    const results = [{ hook: 'scheduler', outcome: 'ok', milliseconds: 1.5, message: null }] as const;
    const { keptData, body } = await packRun(accountOf(readJson(text) as JsonObject), results);
    expect(keptData).to.equal('all');
    expect(await unpackedText(body, WHERE)).to.equal(
      '{"hooks":[{"hook":"scheduler","outcome":"ok","milliseconds":1.5,"message":null}],"rules":[],"changes":[],' +
        '"changes_left_out":0,"data":{"inventory":{"size":18446744073709551616,"load":1.0},"extra":{"x":[1,null]}}}',
    );
    expect(await unpackedData(body, WHERE)).to.have.nested.property('extra.x');
  });

  it('has no data where there were none', async () => {
    const { keptData, body } = await packRun(accountOf(undefined));
    expect(keptData).to.equal('none');
    expect(await unpackedData(body, WHERE)).to.equal(undefined);
  });

  it('keeps the inventory where the data of plugins are too long', async () => {
    const data = { inventory: { cpu: { count: 4 } }, extra: { blob: noise(2_000_000) } };
    const { keptData, body } = await packRun(accountOf(data));
    expect(keptData).to.equal('inventory');
    expect(await unpackedData(body, WHERE)).to.deep.equal({ inventory: data.inventory });
  });

  it('keeps no data where the inventory is too long', async () => {
    const { keptData, body } = await packRun(accountOf({ inventory: { blob: noise(2_000_000) } }));
    expect(keptData).to.equal('none');
    expect(body.length).to.be.below(200);
  });

  it('keeps no data that contain themselves, as a hook may leave them', async () => {
    const data: JsonObject = { inventory: {} };
    data['self'] = data;
    expect((await packRun(accountOf(data))).keptData).to.equal('inventory');
  });

  it('is much shorter than its data', async () => {
    const disks = Array.from({ length: 24 }, (_, index) => ({
      ...{ name: `/dev/sd${String(index)}`, serial: `S${String(index * 7919)}`, size: 480103981056 },
      ...{ model: 'XS480', vendor: 'SEAGATE', rotational: false, hctl: `0:0:${String(index)}:0` },
    }));
    const data = { inventory: { disks } } as unknown as JsonObject;
    const { body } = await packRun(accountOf(data));
    expect(body.length).to.be.below(JSON.stringify(data).length / 3);
  });

  for (const body of ['', 'x', 'AAAA', 'not compressed']) {
    it(`says that "${body}" is damaged, and what to do`, async () => {
      const error: unknown = await unpackedText(Buffer.from(body), WHERE).catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'INSP_HISTORY_CORRUPT');
      expect(error)
        .to.have.property('message')
        .that.matches(/introspection 1 of node x.*backup/);
    });
  }
});
