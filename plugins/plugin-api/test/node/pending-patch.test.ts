import { expect } from 'chai';
import type { PatchOperation } from '../../src/baremetal/types.js';
import { applyPatch, normalisePath } from '../../src/node/json-pointer.js';
import { PendingPatch } from '../../src/node/pending-patch.js';

const add = (path: string, value: PatchOperation['value'] = 1): PatchOperation => ({
  op: 'add',
  path,
  value: value ?? null,
});

const remove = (path: string): PatchOperation => ({ op: 'remove', path });

describe('PendingPatch', () => {
  const rows: [string, PatchOperation[], PatchOperation[]][] = [
    ['keeps order', [add('/a'), add('/b')], [add('/a'), add('/b')]],
    [
      'lets the later write of a path win',
      [add('/a', 1), add('/b'), add('/a', 2)],
      [add('/a', 2), add('/b')],
    ],
    [
      'keeps a write that something in between depends on',
      [add('/extra', {}), add('/extra/x'), add('/extra', { y: 1 })],
      [add('/extra', {}), add('/extra/x'), add('/extra', { y: 1 })],
    ],
    ['keeps a removal and the write after it', [remove('/a'), add('/a')], [remove('/a'), add('/a')]],
    ['keeps a write and its removal', [add('/a'), remove('/a')], [add('/a'), remove('/a')]],
    [
      'keeps both removals of an element of a list',
      [remove('/a/0'), remove('/a/0')],
      [remove('/a/0'), remove('/a/0')],
    ],
    [
      'keeps a write below what was replaced in between',
      [add('/extra/x', 1), add('/extra', {}), add('/extra/x', 2)],
      [add('/extra/x', 1), add('/extra', {}), add('/extra/x', 2)],
    ],
    [
      'keeps a write whose parent was removed in between',
      [add('/extra/x', 1), remove('/extra'), add('/extra', {}), add('/extra/x', 2)],
      [add('/extra/x', 1), remove('/extra'), add('/extra', {}), add('/extra/x', 2)],
    ],
    [
      'takes names that begin alike for different ones',
      [add('/a', 1), add('/ab'), add('/a', 2)],
      [add('/a', 2), add('/ab')],
    ],
    ['keeps both appends to a list', [add('/a/-', 1), add('/a/-', 2)], [add('/a/-', 1), add('/a/-', 2)]],
    ['keeps both insertions at an index', [add('/a/0', 1), add('/a/0', 2)], [add('/a/0', 1), add('/a/0', 2)]],
    [
      'keeps the operation that created the field',
      [add('/a', 1), { op: 'replace', path: '/a', value: 2 }],
      [add('/a', 2)],
    ],
  ];
  for (const [what, operations, expected] of rows) {
    it(what, () => {
      const pending = new PendingPatch();
      for (const operation of operations) pending.add([operation]);
      expect(pending.take()).to.deep.equal(expected);
      expect(pending.empty).to.equal(true);
    });
  }
});

describe('applyPatch', () => {
  it('shows added, replaced and removed members without touching the original', () => {
    const node = { properties: { cpus: '1' }, extra: { tags: ['a'] } };
    const after = applyPatch(node, [
      add('/properties/memory_mb', '4'),
      { op: 'replace', path: '/properties/cpus', value: '2' },
      add('/extra/tags/-', 'b'),
      { op: 'remove', path: '/extra/none' },
    ]);
    expect(after).to.deep.equal({ properties: { cpus: '2', memory_mb: '4' }, extra: { tags: ['a', 'b'] } });
    expect(node).to.deep.equal({ properties: { cpus: '1' }, extra: { tags: ['a'] } });
  });

  it('treats __proto__ as a name like any other', () => {
    const after = applyPatch({ extra: {} }, [
      add('/extra/__proto__', { polluted: true }),
      add('/__proto__/polluted', true),
    ]);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    expect(Object.hasOwn(after.extra, '__proto__')).to.equal(true);
  });

  const lists: [PatchOperation, unknown[]][] = [
    [add('/list/0', 'x'), ['x', 'a', 'b']],
    [add('/list/2', 'x'), ['a', 'b', 'x']],
    [add('/list/-', 'x'), ['a', 'b', 'x']],
    [{ op: 'replace', path: '/list/1', value: 'x' }, ['a', 'x']],
    [remove('/list/0'), ['b']],
    [add('/list/1/name', 'x'), ['a', 'b']],
    [add('/list/2/name', 'x'), ['a', 'b']],
    [add('/list/-/name', 'x'), ['a', 'b']],
    [{ op: 'replace', path: '/list/2', value: 'x' }, ['a', 'b']],
    [remove('/list/2'), ['a', 'b']],
    [remove('/list/-'), ['a', 'b']],
    [add('/list/01', 'x'), ['a', 'b']],
    [add('/list/1e0', 'x'), ['a', 'b']],
    [add('/list/0x1', 'x'), ['a', 'b']],
    [add('/list/3', 'x'), ['a', 'b']],
    [add('/list/-1', 'x'), ['a', 'b']],
    [remove('/list/-1'), ['a', 'b']],
    [add('/list/1.5', 'x'), ['a', 'b']],
    [add('/list/one', 'x'), ['a', 'b']],
  ];
  for (const [operation, expected] of lists) {
    it(`shows a list after ${operation.op} ${operation.path}`, () => {
      expect(applyPatch({ list: ['a', 'b'] }, [operation]).list).to.deep.equal(expected);
    });
  }

  const refused: [string, object, PatchOperation][] = [
    ['a missing parent', { extra: {} }, add('/extra/a/b')],
    ['a parent that is a text', { text: 'x' }, add('/text/b')],
    ['a parent that is null', { extra: null }, add('/extra/b')],
    ['a replaced member that is not there', { extra: {} }, { op: 'replace', path: '/extra/a', value: 1 }],
    ['a removed member that is not there', { extra: {} }, remove('/extra/a')],
    ['a member that is only inherited', { extra: {} }, add('/extra/constructor/name')],
  ];
  for (const [what, document, operation] of refused) {
    it(`shows nothing of a change that the service will refuse: ${what}`, () => {
      expect(applyPatch(document, [operation])).to.deep.equal(document);
    });
  }

  it('understands escaped names', () => {
    expect(applyPatch({ extra: {} }, [add('/extra/a~1b~0c')])).to.deep.equal({ extra: { 'a/b~c': 1 } });
  });
});

describe('normalisePath', () => {
  for (const [given, expected] of [
    ['driver', '/driver'],
    ['/driver', '/driver'],
    ['/properties/x/', '/properties/x'],
    ['properties/x', '/properties/x'],
  ] as const) {
    it(`${given} is ${expected}`, () => expect(normalisePath(given)).to.equal(expected));
  }
});
