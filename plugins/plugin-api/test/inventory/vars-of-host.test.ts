import { expect } from 'chai';
import fc from 'fast-check';
import { inventoryText, parseInventory, varsOfHost, varsOfHostIn } from '../../src/inventory/index.js';
import { writeJson } from '../../src/json/write-json.js';
import { DOCUMENTS, sample } from './samples.js';

/** Fails unless both ways to a host end at the same variables. */
function compare(text: string, host: string): void {
  const whole = varsOfHost(parseInventory(text, 'test'), host);
  const part = varsOfHostIn(text, host);
  expect(part === undefined ? undefined : writeJson(part), host).to.equal(
    whole === undefined ? undefined : writeJson(whole),
  );
}

describe('the variables of one host', () => {
  for (const name of DOCUMENTS) {
    it(`are found in ${name} without reading the rest`, () => {
      const text = sample(name);
      const document = parseInventory(text, name) as { _meta: { hostvars: object } };
      const hosts = Object.keys(document._meta.hostvars);
      for (const host of hosts) compare(text, host);
      expect(hosts).to.have.length.greaterThan(10);
      expect(varsOfHostIn(text, hosts[0] ?? '')).to.have.property('container_name');
      for (const none of ['', 'all', 'hosts', 'container_networks', 'management_address', 'ansible_host']) {
        expect(varsOfHostIn(text, none), none).to.equal(undefined);
      }
    });
  }

  it('are found whatever the names and values', () => {
    const name = fc.oneof(
      fc.constantFrom('a', '_meta', 'hostvars', '__proto__', '"', '}', '\n            "a": {', '\\'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const vars = fc.dictionary(name, fc.oneof(name, fc.constantFrom(null, 1, {}, [], { a: { b: ['}'] } })));
    fc.assert(
      fc.property(
        fc.dictionary(name, vars, { maxKeys: 5 }),
        fc.dictionary(name, vars, { maxKeys: 2 }),
        name,
        (hosts, others, none) => {
          const text = inventoryText({ ...others, _meta: { hostvars: hosts as never } } as never);
          // Node.js 24 may take one escaped character in a key for another: https://github.com/nodejs/node/issues/63785
          fc.pre(inventoryText(parseInventory(text, 'test')) === text);
          for (const host of [...Object.keys(hosts), none]) compare(text, host);
        },
      ),
    );
  });

  it('keep how numbers were written, and are none of a group or an empty document', () => {
    const text = inventoryText(
      parseInventory(
        '{"_meta":{"hostvars":{"a":{"n":1.0,"big":9007199254740993},"b":{}}},"c":{"vars":{}}}',
        'test',
      ),
    );
    expect(writeJson(varsOfHostIn(text, 'a') ?? null)).to.equal('{"big":9007199254740993,"n":1.0}');
    expect(varsOfHostIn(text, 'b')).to.deep.equal({});
    expect(varsOfHostIn(text, 'c')).to.equal(undefined);
    expect(varsOfHostIn(inventoryText({ _meta: { hostvars: {} } }), 'a')).to.equal(undefined);
  });
});
