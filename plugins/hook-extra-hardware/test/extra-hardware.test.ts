import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { runHook, type HookResult } from '@inspector/test-kit';
import extraHardware from '../src/index.js';

const run = (data: JsonObject, strict?: boolean): Promise<HookResult> =>
  runHook(extraHardware, { data, ...(strict === undefined ? {} : { options: { strict } }) });
const extraOf = async (records: Json, strict?: boolean): Promise<unknown> =>
  readJson(writeJson((await run({ data: records }, strict)).data['extra']));

describe('extra_hardware', () => {
  it('turns records into a tree and removes them', async () => {
    const records = [
      ['disk', 'sda', 'size', '480'],
      ['disk', 'sda', 'model', 'X'],
      ['cpu', 'logical', 'number', '16'],
    ];
    const { data } = await run({ data: records, other: 1 });
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({
      extra: { disk: { sda: { size: 480, model: 'X' } }, cpu: { logical: { number: 16 } } },
      other: 1,
    });
  });

  const values: [Json, Json][] = [
    ['480', 480],
    [' -7 ', -7],
    ['+7', 7],
    ['3.7', '3.7'],
    ['0x10', '0x10'],
    ['', ''],
    [3.7, 3],
    [-3.7, -3],
    [true, 1],
    [false, 0],
    [null, null],
    ['12345678901234567890', 12345678901234567890n],
    [-18446744073709551616n, -18446744073709551616n],
    [1e16, 10_000_000_000_000_000n],
    ['9'.repeat(4301), '9'.repeat(4301)],
    [['a'], ['a']],
    [{ a: 1 }, { a: 1 }],
  ];
  for (const [value, converted] of values) {
    it(`keeps the value ${writeJson(value).slice(0, 40)} as ${writeJson(converted).slice(0, 40)}`, async () => {
      expect(await extraOf([['a', 'b', 'c', value]])).to.deep.equal({ a: { b: { c: converted } } });
    });
  }

  it('takes a number of any size as a name', async () => {
    expect(await extraOf([['a', 2n ** 64n, 1e3, '1']])).to.deep.equal({
      a: { '18446744073709551616': { '1000': 1 } },
    });
  });

  it('keeps the later of two equal records', async () => {
    expect(
      await extraOf([
        ['a', 'b', 'c', 1],
        ['a', 'b', 'c', 2],
      ]),
    ).to.deep.equal({ a: { b: { c: 2 } } });
  });

  it('uses the first four items of a longer record', async () => {
    expect(await extraOf([['a', 'b', 'c', 1, 'more']])).to.deep.equal({ a: { b: { c: 1 } } });
  });

  it('passes over empty records in silence and over short ones with one warning', async () => {
    const { data, log } = await run({ data: [[], ['a'], ['a', 'b', 'c'], ['d', 'e', 'f', 1]] });
    expect(data['extra']).to.have.nested.property('d.e.f', 1);
    expect(data['extra']).to.not.have.nested.property('a.b.c');
    expect(
      log.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields['count']),
    ).to.deep.equal([2]);
  });

  it('says nothing when only empty records are passed over', async () => {
    expect((await run({ data: [[]] })).log.messages('warn')).to.deep.equal([]);
  });

  it('takes numbers for names and ignores records whose names are something else', async () => {
    const records = [
      [0, 'b', 'c', 1],
      [null, 'b', 'c', 1],
      ['a', {}, 'c', 1],
      ['a', 'b', ['c'], 1],
    ];
    expect(await extraOf(records)).to.deep.equal({ '0': { b: { c: 1 } } });
  });

  it('makes an empty tree of no records', async () => {
    const { data } = await run({ data: [] });
    expect(JSON.stringify(data)).to.equal('{"extra":{}}');
  });

  it('is not fooled by names such as __proto__', async () => {
    const { data } = await run({
      data: [
        ['__proto__', 'polluted', 'x', 1],
        ['a', '__proto__', 'y', 1],
        ['constructor', 'prototype', 'z', 1],
      ],
    });
    expect(Object.keys(data['extra'] as JsonObject)).to.deep.equal(['__proto__', 'a', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect(({} as Record<string, unknown>)['y']).to.equal(undefined);
  });

  it('warns when the key is missing', async () => {
    const { data, log } = await run({ extra: { kept: true } });
    expect(log.messages('warn')).to.have.length(1);
    expect(data).to.deep.equal({ extra: { kept: true } });
  });

  for (const records of [null, 'x', {}, [['a', 'b', 'c', 1], 'x'], [null]] as Json[]) {
    it(`leaves ${JSON.stringify(records)} alone with a warning`, async () => {
      const { data, log } = await run({ data: records });
      expect(data).to.deep.equal({ data: records });
      expect(log.messages('warn')).to.have.length(1);
    });
    it(`removes ${JSON.stringify(records)} when strict`, async () => {
      const { data, log } = await run({ data: records }, true);
      expect(data).to.deep.equal({});
      expect(log.messages('warn')).to.have.length(1);
    });
  }

  for (const record of [['a', 'b', 'c'], ['a', 'b', 'c', 1, 2], []]) {
    it(`refuses everything when strict and one record is ${JSON.stringify(record)}`, async () => {
      expect((await run({ data: [['a', 'b', 'c', 1], record] }, true)).data).to.deep.equal({});
    });
  }

  it('converts when strict and every record has four items', async () => {
    expect(await extraOf([['a', 'b', 'c', 1]], true)).to.deep.equal({ a: { b: { c: 1 } } });
  });
});
