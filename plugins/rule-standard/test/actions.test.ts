import { expect } from 'chai';
import { InspectorError, type ActionDefinition } from '@inspector/plugin-api';
import delAttribute from '../src/actions/del-attribute.js';
import example from '../src/actions/example.js';
import extendAttribute from '../src/actions/extend-attribute.js';
import fail from '../src/actions/fail.js';
import log from '../src/actions/log.js';
import setAttribute from '../src/actions/set-attribute.js';
import setCapability from '../src/actions/set-capability.js';
import { addTrait, removeTrait } from '../src/actions/traits.js';
import unsetCapability from '../src/actions/unset-capability.js';
import { apply, nodeDouble, problem } from './node-double.js';

const failureOf = async (work: Promise<unknown>): Promise<InspectorError> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (InspectorError.is(error)) return error;
  throw new Error(`no coded error but ${String(error)}`);
};

describe('fail', () => {
  it('ends the introspection with its message as it is', async () => {
    const error = await failureOf(apply(fail, { message: 'no {data[x]} here' }));
    expect([error.code, error.status, error.message]).to.deep.equal([
      'INSP_RULE_FAILED',
      400,
      'no {data[x]} here',
    ]);
    expect(fail.formattedParams).to.equal(undefined);
  });
});

describe('set-attribute', () => {
  const drivers: [params: object, resetInterfaces: boolean][] = [
    [{ path: '/driver' }, true],
    [{ path: 'driver' }, true],
    [{ path: '/driver/' }, true],
    [{ path: '/driver', reset_interfaces: true }, true],
    [{ path: '/driver', reset_interfaces: 'yes' }, true],
    [{ path: '/driver', reset_interfaces: false }, false],
    [{ path: '/driver', reset_interfaces: 0 }, false],
    [{ path: '/driver', reset_interfaces: null }, false],
    [{ path: '/driver', reset_interfaces: '' }, false],
    [{ path: '/driver', reset_interfaces: [] }, false],
    [{ path: '/driver_info/x' }, false],
    [{ path: '/extra/driver', reset_interfaces: true }, false],
  ];
  for (const [params, resetInterfaces] of drivers) {
    it(`${resetInterfaces ? 'resets' : 'leaves'} the interfaces with ${JSON.stringify(params)}`, async () => {
      const { requests } = await apply(setAttribute, { value: 'redfish', ...params });
      expect(requests[0]?.[2]).to.include({ resetInterfaces });
    });
  }

  for (const [params, resetOptional] of [
    [{}, true],
    [{ reset_interfaces: true }, false],
  ] as const) {
    it(`${resetOptional ? 'does without' : 'insists on'} the reset with ${JSON.stringify(params)}`, async () => {
      const { requests } = await apply(setAttribute, { path: '/driver', value: 'redfish', ...params });
      expect(requests[0]?.[2]).to.deep.equal({ resetInterfaces: true, resetOptional });
    });
  }

  for (const value of ['x', 5, 1.5, true, null, ['a'], { b: [1] }]) {
    it(`keeps the type of ${JSON.stringify(value)}`, async () => {
      const { requests } = await apply(setAttribute, { path: '/extra/x', value });
      expect(requests[0]?.[1]).to.deep.equal([{ op: 'add', path: '/extra/x', value }]);
    });
  }

  it('sends a plain number for one written 5.0', async () => {
    const { requests } = await apply(setAttribute, { path: '/extra/x', value: [Object(5)] });
    expect(JSON.stringify(requests[0]?.[1])).to.equal('[{"op":"add","path":"/extra/x","value":[5]}]');
  });

  it('has its value formatted', () => {
    expect(setAttribute.formattedParams).to.deep.equal(['value']);
  });

  it('takes null but wants a value', async () => {
    expect(await problem(setAttribute, { path: '/x', value: null })).to.equal('none');
    expect(await problem(setAttribute, { path: '/x' })).to.equal('missing required parameter(s): value');
    expect(await problem(setAttribute, { path: '', value: 1 })).to.equal('path must be a non-empty string');
  });
});

describe('extend-attribute', () => {
  const cases: [present: unknown, params: object, after: unknown[]][] = [
    [undefined, { value: 'a' }, ['a']],
    [['a'], { value: 'b' }, ['a', 'b']],
    [['a'], { value: 'a' }, ['a', 'a']],
    [['a'], { value: 'a', unique: true }, ['a']],
    [['a'], { value: 'b', unique: true }, ['a', 'b']],
    [[{ x: [1] }], { value: { x: [1] }, unique: 1 }, [{ x: [1] }]],
    [['a'], { value: 'a', unique: false }, ['a', 'a']],
  ];
  for (const [present, params, after] of cases) {
    it(`makes ${JSON.stringify(after)} of ${JSON.stringify(present)} with ${JSON.stringify(params)}`, async () => {
      const double = nodeDouble(present === undefined ? {} : { '/extra/tags': present as never });
      const { requests } = await apply(extendAttribute, { path: '/extra/tags', ...params }, double);
      expect(requests).to.deep.equal([['replaceField', '/extra/tags', after]]);
    });
  }

  for (const present of ['text', 5, { a: 1 }]) {
    it(`refuses to extend ${JSON.stringify(present)}`, async () => {
      const double = nodeDouble({ '/extra/tags': present });
      const error = await failureOf(apply(extendAttribute, { path: '/extra/tags', value: 1 }, double));
      expect([error.code, error.status, error.message]).to.deep.equal([
        'INSP_RULE_FAILED',
        400,
        'Cannot extend /extra/tags of node n1 (rule "r"): it is not a list',
      ]);
    });
  }
});

describe('set-capability', () => {
  const cases: [params: object, capabilities: object][] = [
    [{ name: 'profile', value: 'big' }, { profile: 'big' }],
    [{ name: 'profile', value: true }, { profile: 'True' }],
    [{ name: 'profile', value: 5 }, { profile: '5' }],
    [{ name: 'profile', value: null }, { profile: null }],
    [{ name: 'profile' }, { profile: null }],
    [{ name: 'profile', value: '' }, { profile: '' }],
  ];
  for (const [params, capabilities] of cases) {
    it(`with ${JSON.stringify(params)} asks for ${JSON.stringify(capabilities)}`, async () => {
      expect((await apply(setCapability, params)).requests).to.deep.equal([
        ['updateCapabilities', capabilities],
      ]);
    });
  }
});

describe('unset-capability', () => {
  it('removes the capability', async () => {
    const { requests } = await apply(unsetCapability, { name: 'profile' });
    expect(requests).to.deep.equal([['updateCapabilities', { profile: null }]]);
  });
});

describe('add-trait and remove-trait', () => {
  it('change the trait at once, its name as it is', async () => {
    expect((await apply(addTrait, { name: 'CUSTOM_{X}' })).requests).to.deep.equal([
      ['addTrait', 'CUSTOM_{X}'],
    ]);
    expect((await apply(removeTrait, { name: 'CUSTOM_X' })).requests).to.deep.equal([
      ['removeTrait', 'CUSTOM_X'],
    ]);
  });
});

describe('del-attribute', () => {
  const fields = { extra: { a: { b: null, 'c/d': 1 }, list: ['x'] } };
  for (const path of ['/extra/a', 'extra/a/b', '/extra/a/c~1d', '/extra/list/0', '/extra/a/']) {
    it(`removes ${path}`, async () => {
      const { requests } = await apply(delAttribute, { path }, nodeDouble(fields));
      expect(requests).to.deep.equal([['patch', [{ op: 'remove', path }], undefined]]);
    });
  }
  for (const path of [
    '/extra/z',
    '/nothing',
    '/extra/list/1',
    '/extra/list/length',
    '/extra/constructor',
    '/extra/a/b/c',
  ]) {
    it(`asks for nothing where there is no ${path}`, async () => {
      expect((await apply(delAttribute, { path }, nodeDouble(fields))).requests).to.deep.equal([]);
    });
  }
});

describe('log', () => {
  const levels: [level: string | undefined, logged: string][] = [
    [undefined, 'info'],
    ['debug', 'debug'],
    ['info', 'info'],
    ['warning', 'warn'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['critical', 'error'],
  ];
  for (const [level, logged] of levels) {
    it(`writes at ${logged} with level ${level ?? '(default)'}`, async () => {
      const params = { message: 'm', ...(level === undefined ? {} : { level }) };
      expect((await apply(log, params)).logged).to.deep.equal([`${logged}: m`]);
    });
  }
  it('refuses other levels', async () => {
    expect(await problem(log, { message: 'm', level: 'loud' })).to.match(/^level must be one of/);
  });
});

describe('example', () => {
  it('changes nothing', async () => {
    const { requests, logged } = await apply(example, {});
    expect([requests, logged]).to.deep.equal([[], ['debug: Rule "r" ran the example action on node n1']]);
  });
});

describe('texts that must be texts', () => {
  const parameters: [definition: ActionDefinition, name: string][] = [
    [fail, 'message'],
    [setAttribute, 'path'],
    [extendAttribute, 'path'],
    [delAttribute, 'path'],
    [setCapability, 'name'],
    [unsetCapability, 'name'],
    [addTrait, 'name'],
    [removeTrait, 'name'],
    [log, 'message'],
  ];
  for (const [definition, name] of parameters) {
    it(`are checked: ${name} of ${definition.id}`, async () => {
      for (const value of [5, true, [], {}, '']) {
        expect(await problem(definition, { value: 1, [name]: value })).to.equal(
          `${name} must be a non-empty string`,
        );
      }
      expect(await problem(definition, { value: 1, [name]: 'x' })).to.equal('none');
    });
  }
});
