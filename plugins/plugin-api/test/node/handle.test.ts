import { expect } from 'chai';
import type { BareMetal, BareMetalNode, BareMetalPort, NewPort } from '../../src/baremetal/types.js';
import type { Json } from '../../src/json/types.js';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { ServiceNodeHandle } from '../../src/node/handle.js';
import { applyPatch } from '../../src/node/json-pointer.js';
import type { LookupAttribute } from '../../src/introspection/types.js';

const NODE = '5b1c6d1e-0000-4000-8000-000000000001';
const [MAC, OTHER, ELSEWHERE] = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:99'];
const RECORD = {
  uuid: NODE,
  state: 'processing',
  startedAt: null,
  finishedAt: null,
  error: null,
  manageBoot: true,
} as const;

const rejection = (httpStatus: number): InspectorError =>
  new InspectorError('INSP_BAREMETAL_REJECTED', `refused with ${httpStatus}`, {
    cause: { httpStatus, fault: 'refused' },
  });

/** A service with one node and its ports, which notes every request; `refuse` may throw for a patch of a port. */
function world(refuse: (paths: string[]) => void = () => undefined) {
  const asked: unknown[][] = [];
  let node: BareMetalNode = {
    uuid: NODE,
    properties: { capabilities: 'boot_mode:uefi', cpus: '2' },
    extra: { tags: ['a'], 'a/b': 1 },
  };
  let ports: BareMetalPort[] = [MAC, OTHER].map((address) => ({
    uuid: `port-${address}`,
    address,
    extra: {},
  }));
  const baremetal: Partial<BareMetal> = {
    getNode: async (uuid) => {
      asked.push(['getNode', uuid]);
      return node;
    },
    listNodePorts: async () => {
      asked.push(['listNodePorts']);
      return [...ports];
    },
    patchNode: async (_, operations, options) => {
      asked.push(['patchNode', operations, options]);
      return (node = applyPatch(node, operations));
    },
    patchPort: async (uuid, operations) => {
      asked.push(['patchPort', uuid, operations]);
      refuse(operations.map(({ path }) => path));
      ports = ports.map((port) => (port.uuid === uuid ? applyPatch(port, operations) : port));
      return ports.find((port) => port.uuid === uuid) as BareMetalPort;
    },
    createPort: async (port: NewPort) => {
      asked.push(['createPort', port]);
      return port.address === ELSEWHERE ? undefined : { uuid: `port-${port.address}`, ...port };
    },
    deletePort: async (uuid) => {
      asked.push(['deletePort', uuid]);
      ports = ports.filter((port) => port.uuid !== uuid);
    },
    addTrait: async (...details) => void asked.push(['addTrait', ...details]),
    removeTrait: async (...details) => void asked.push(['removeTrait', ...details]),
  };
  const attributes: LookupAttribute[] = [];
  const options = new Map<string, Json>();
  const records = {
    attributes: async () => attributes,
    addAttributes: async (_: string, added: readonly LookupAttribute[]) => void attributes.push(...added),
    options: async () => options,
    setOption: async (_: string, name: string, value: Json) => void options.set(name, value),
  };
  const warned: string[] = [];
  const note = (): void => undefined;
  const log = { debug: note, info: note, warn: (text: string) => void warned.push(text), error: note };
  const handle = new ServiceNodeHandle(RECORD, { baremetal: baremetal as BareMetal, records, log } as never);
  /** The same node for the next try of the same work. */
  const again = () =>
    new ServiceNodeHandle(RECORD, { baremetal: baremetal as BareMetal, records, log } as never);
  return { handle, again, asked, warned, methods: () => asked.map(([method]) => method) };
}
const add = (path: string, value: Json) => ({ op: 'add', path, value }) as const;

describe('the node in the hands of plugins', () => {
  it('is read once, and its ports once', async () => {
    const { handle, methods } = world();
    await Promise.all([handle.node().then(() => handle.node()), handle.ports().then(() => handle.ports())]);
    expect(methods()).to.have.members(['getNode', 'listNodePorts']);
  });

  it('shows changes before they are sent, also those made before it was read', async () => {
    const { handle, methods } = world();
    handle.patch([add('extra/x/', 1)]);
    expect((await handle.node())['extra']).to.include({ x: 1 });
    handle.patch([add('/extra/x', 2)]);
    expect(await handle.getByPath('/extra/x')).to.equal(2);
    expect(methods()).to.deep.equal(['getNode']);
  });

  it('sends all changes as one request, and nothing when there is none', async () => {
    const { handle, asked } = world();
    handle.patch([add('extra/x/', 1)]);
    handle.updateProperties({ cpus: '4' });
    await handle.flush();
    await handle.flush();
    expect(asked).to.deep.equal([['patchNode', [add('/extra/x', 1), add('/properties/cpus', '4')], {}]]);
  });

  it('shows what the service made of them, and asks again only when told to forget', async () => {
    const { handle, methods } = world();
    handle.updateProperties({ cpus: '4' });
    await handle.flush();
    expect(await handle.getByPath('/properties/cpus')).to.equal('4');
    expect(methods()).to.deep.equal(['patchNode']);
    handle.invalidateCache();
    await handle.node();
    await handle.ports();
    expect(methods()).to.deep.equal(['patchNode', 'getNode', 'listNodePorts']);
  });

  it('resets interfaces with the change of the driver that asks for it, and not with the next', async () => {
    const { handle, asked } = world();
    handle.patch([add('driver', 'redfish')], { resetInterfaces: true });
    handle.patch([add('/extra/x', 1)]);
    await handle.flush();
    handle.patch([add('/extra/x', 2)], { resetInterfaces: true });
    await handle.flush();
    expect(asked.map(([, , options]) => options)).to.deep.equal([{ resetInterfaces: true }, {}]);
  });

  it('does what the last change of the driver says', async () => {
    const { handle, asked } = world();
    handle.patch([add('/driver', 'redfish')], { resetInterfaces: true });
    handle.patch([add('/driver', 'ipmi')]);
    await handle.flush();
    expect(asked).to.deep.equal([['patchNode', [add('/driver', 'ipmi')], {}]]);
  });

  for (const [path, expected] of [
    ['/properties/cpus', '2'],
    ['properties/cpus/', '2'],
    ['/extra/a/b', 1],
    ['/extra/none', undefined],
    ['/none', undefined],
    ['/none/x', undefined],
    ['/uuid/x', undefined],
    ['/extra/tags/0', undefined],
    ['/toString', undefined],
    ['/extra/constructor', undefined],
    ['/uuid', NODE],
  ] as const) {
    it(`has ${JSON.stringify(expected)} at ${path}`, async () => {
      expect(await world().handle.getByPath(path)).to.equal(expected);
    });
  }

  it('merges capabilities, and sends nothing when nothing changes', async () => {
    const { handle, asked } = world();
    await handle.updateCapabilities({ boot_mode: 'uefi', none: null });
    await handle.flush();
    expect(asked.filter(([method]) => method === 'patchNode')).to.deep.equal([]);
    await handle.updateCapabilities({ cpu_vt: 'true' });
    await handle.updateCapabilities({ boot_mode: null });
    await handle.flush();
    expect(asked.at(-1)).to.deep.equal(['patchNode', [add('/properties/capabilities', 'cpu_vt:true')], {}]);
  });

  it('replaces a value by what becomes of it', async () => {
    const { handle, asked } = world();
    await handle.replaceField('/extra/tags', (tags) => [...(tags as Json[]), 'b']);
    await handle.replaceField('/extra/new', (list) => [...(list as Json[]), 'c'], []);
    await handle.flush();
    expect(asked.at(-1)?.[1]).to.deep.equal([
      { op: 'replace', path: '/extra/tags', value: ['a', 'b'] },
      add('/extra/new', ['c']),
    ]);
  });

  it('sends nothing for a value that stays as it is, but writes one that was not there', async () => {
    const { handle, asked } = world();
    await handle.replaceField('/extra/tags', (tags) => tags);
    await handle.replaceField('/extra/new', (list) => list, []);
    await handle.flush();
    expect(asked.at(-1)?.[1]).to.deep.equal([add('/extra/new', [])]);
  });

  it('hands out a copy, so that a change in place is a change', async () => {
    const { handle, asked } = world();
    await handle.replaceField('/extra/tags', (tags) => {
      (tags as Json[]).push('b');
      return tags;
    });
    await handle.flush();
    expect(asked.at(-1)?.[1]).to.deep.equal([{ op: 'replace', path: '/extra/tags', value: ['a', 'b'] }]);
  });

  it('cannot replace a value that is nowhere', async () => {
    const failure: unknown = await world()
      .handle.replaceField('/extra/new', (value) => value)
      .catch((error: unknown) => error);
    expect(InspectorError.is(failure) && failure.code).to.equal('INSP_HOOK_FAILED');
    expect((failure as Error).message)
      .to.include(NODE)
      .and.include('/extra/new');
  });

  it('has traits changed at once', async () => {
    const { handle, asked } = world();
    await handle.addTrait('CUSTOM_A');
    await handle.removeTrait('CUSTOM_B');
    expect(asked).to.deep.equal([
      ['addTrait', NODE, 'CUSTOM_A'],
      ['removeTrait', NODE, 'CUSTOM_B'],
    ]);
  });

  it('keeps attributes and options of the introspection, MACs in lower case', async () => {
    const { handle } = world();
    await handle.addAttribute('mac', [MAC.toUpperCase(), '52:54:00:AA:00:01']);
    await handle.addAttribute('rack', 'R7');
    await handle.setOption('stage', { n: 1 });
    expect(Object.fromEntries(await handle.attributes())).to.deep.equal({
      mac: [MAC, '52:54:00:aa:00:01'],
      rack: ['R7'],
    });
    expect(Object.fromEntries(await handle.options())).to.deep.equal({ stage: { n: 1 } });
  });
});

describe('the ports in the hands of plugins', () => {
  it('show changes before they are sent, by MAC in any case', async () => {
    const { handle, methods } = world();
    handle.patchPort(MAC.toUpperCase(), [add('extra/x', 1)]);
    expect((await handle.ports()).get(MAC)?.extra).to.deep.equal({ x: 1 });
    handle.patchPort(MAC, [add('/extra/y', 2)]);
    expect((await handle.ports()).get(MAC)?.extra).to.deep.equal({ x: 1, y: 2 });
    expect(methods()).to.deep.equal(['listNodePorts']);
  });

  it('get one request each, after that of the node; ports that are not there get none', async () => {
    const { handle, asked, methods } = world();
    handle.patchPort(MAC, [add('/extra/x', 1)]);
    handle.patchPort(OTHER, [add('/extra/x', 2)]);
    handle.patchPort(MAC, [add('/extra/y', 3)]);
    handle.patchPort(ELSEWHERE, [add('/extra/x', 4)]);
    handle.updateProperties({ cpus: '4' });
    await handle.flush();
    await handle.flush();
    expect(methods()).to.deep.equal(['patchNode', 'listNodePorts', 'patchPort', 'patchPort']);
    expect(asked.slice(2)).to.deep.equal([
      ['patchPort', `port-${MAC}`, [add('/extra/x', 1), add('/extra/y', 3)]],
      ['patchPort', `port-${OTHER}`, [add('/extra/x', 2)]],
    ]);
  });

  const refuseX = (paths: string[]): void => {
    if (paths.includes('/extra/x')) throw rejection(400);
  };

  it('get the changes one by one when together they are refused, without what may be missing', async () => {
    const { handle, warned } = world(refuseX);
    handle.patchPort(MAC, [add('/extra/x', 1)], { ignoreRejection: true });
    handle.patchPort(MAC, [add('/extra/y', 2)]);
    await handle.flush();
    expect((await handle.ports()).get(MAC)?.extra).to.deep.equal({ y: 2 });
    expect(warned).to.deep.equal([`Port ${MAC} of node ${NODE} was not updated: refused with 400`]);
  });

  it('are not asked twice about a single change that may be missing', async () => {
    const { handle, methods, warned } = world(refuseX);
    handle.patchPort(MAC, [add('/extra/x', 1)], { ignoreRejection: true });
    await handle.flush();
    expect(methods()).to.deep.equal(['listNodePorts', 'patchPort']);
    expect(warned).to.have.lengthOf(1);
    expect((await handle.ports()).get(MAC)?.extra).to.deep.equal({});
  });

  it('fail with the words of the service when a change that matters is refused', async () => {
    const { handle } = world(refuseX);
    handle.patchPort(MAC, [add('/extra/x', 1)]);
    const failure: unknown = await handle.flush().catch((error: unknown) => error);
    expect((failure as Error).message).to.equal('refused with 400');
  });

  it('fail when the service fails while the changes are sent one by one', async () => {
    const { handle } = world((paths) => {
      throw rejection(paths.length > 1 ? 400 : 500);
    });
    handle.patchPort(MAC, [add('/extra/x', 1)], { ignoreRejection: true });
    handle.patchPort(MAC, [add('/extra/y', 2)], { ignoreRejection: true });
    const failure: unknown = await handle.flush().catch((error: unknown) => error);
    expect((failure as Error).message).to.equal('refused with 500');
  });

  it('fail when the service fails, whatever may be missing', async () => {
    for (const error of [rejection(500), new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'gone')]) {
      const { handle, methods } = world(() => {
        throw error;
      });
      handle.patchPort(MAC, [add('/extra/x', 1)], { ignoreRejection: true });
      expect(await handle.flush().catch((reason: unknown) => reason)).to.equal(error);
      expect(methods()).to.deep.equal(['listNodePorts', 'patchPort']);
    }
  });

  it('are created where they are missing, and known from then on', async () => {
    const { handle, asked, warned } = world();
    const [fresh, second] = ['52:54:00:00:00:0A', '52:54:00:00:00:0b'];
    await handle.createPorts([MAC, fresh, { mac: second, clientId: 'ff:00', pxe: false }, fresh]);
    expect(asked.filter(([method]) => method === 'createPort').map(([, port]) => port)).to.deep.equal([
      { node_uuid: NODE, address: fresh.toLowerCase(), pxe_enabled: true, extra: {} },
      { node_uuid: NODE, address: second, pxe_enabled: false, extra: { 'client-id': 'ff:00' } },
    ]);
    expect([...(await handle.ports()).keys()]).to.include.members([fresh.toLowerCase(), second]);
    expect(warned).to.deep.equal([
      `Port ${MAC} already exists on node ${NODE}, skipping`,
      `Port ${fresh.toLowerCase()} already exists on node ${NODE}, skipping`,
    ]);
  });

  it('get nothing that was meant for one deleted before', async () => {
    const { handle, methods } = world();
    handle.patchPort(MAC, [add('/extra/x', 1)]);
    await handle.deletePort(MAC);
    await handle.createPorts([MAC]);
    await handle.flush();
    expect(methods()).to.deep.equal(['listNodePorts', 'deletePort', 'createPort']);
  });

  it('are left to the node they belong to', async () => {
    const { handle, warned } = world();
    await handle.createPorts([ELSEWHERE]);
    expect((await handle.ports()).has(ELSEWHERE)).to.equal(false);
    expect(warned).to.deep.equal([
      `Port ${ELSEWHERE} already exists on another node, not created for node ${NODE}`,
    ]);
  });

  it('are deleted with what waits for them; one that is not there is fine', async () => {
    const { handle, methods } = world();
    handle.patchPort(MAC, [add('/extra/x', 1)]);
    await handle.deletePort(MAC.toUpperCase());
    await handle.deletePort(ELSEWHERE);
    expect((await handle.ports()).has(MAC)).to.equal(false);
    await handle.flush();
    expect(methods()).to.deep.equal(['listNodePorts', 'deletePort']);
  });

  describe('whose permission ends', () => {
    const ended = new Error('the time is up');
    const refused = async (work: () => unknown): Promise<unknown> => {
      try {
        await work();
      } catch (error) {
        return error;
      }
      return undefined;
    };

    it('refuses every use of it, and the other user goes on with what was collected', async () => {
      const { handle, asked, methods } = world();
      const limit = new AbortController();
      const limited = handle.within(limit.signal);
      limited.patch([add('/extra/x', 1)]);
      expect((await limited.node())['extra']).to.include({ x: 1 });
      limit.abort(ended);
      const before = asked.length;
      for (const use of [
        () => limited.patch([add('/extra/y', 1)]),
        () => limited.patchPort('52:54:00:00:00:01', [add('/extra/y', 1)]),
        () => limited.flush(),
        () => limited.addTrait('T'),
        () => limited.removeTrait('T'),
        () => limited.createPorts(['52:54:00:00:00:77']),
        () => limited.deletePort('52:54:00:00:00:01'),
        () => limited.setOption('a', 1),
        () => limited.addAttribute('a', 'b'),
        () => limited.attributes(),
        () => limited.options(),
      ]) {
        expect(await refused(use), String(use)).to.equal(ended);
      }
      expect(asked.slice(before)).to.deep.equal([]);
      await handle.flush();
      expect(methods().at(-1)).to.equal('patchNode');
      expect(JSON.stringify(asked.at(-1)))
        .to.include('/extra/x')
        .and.not.include('/extra/y');
    });

    it('stops in the middle of a call that makes several requests', async () => {
      const { handle, asked } = world();
      await handle.ports();
      const before = asked.length;
      const permission = {
        throwIfAborted() {
          if (asked.length > before) throw ended;
        },
      };
      const macs = [1, 2, 3].map((number) => `52:54:00:00:01:0${number}`);
      expect(await refused(() => handle.within(permission).createPorts(macs))).to.equal(ended);
      expect(asked.slice(before)).to.have.length(1);
    });
  });

  /** Appends values to `/extra/tags`, as an action does, and sends that. */
  const append = async (handle: ServiceNodeHandle, ...values: string[]): Promise<unknown> => {
    for (const value of values) {
      const list = (await handle.getByPath('/extra/tags')) as string[];
      if (await handle.hasAppended('/extra/tags', list, value)) continue;
      await handle.replaceField('/extra/tags', () => [...list, value]);
    }
    await handle.flush();
    return handle.getByPath('/extra/tags');
  };

  it('has not appended what was in a list before', async () => {
    const { handle } = world();
    expect(await append(handle, 'a', 'a', 'b')).to.deep.equal(['a', 'a', 'a', 'b']);
  });

  it('has appended what an earlier try of the same work has appended', async () => {
    const { handle, again, methods } = world();
    await append(handle, 'a', 'a', 'b');
    expect(await append(again(), 'a', 'a', 'b')).to.deep.equal(['a', 'a', 'a', 'b']);
    expect(methods().filter((method) => method === 'patchNode')).to.have.length(1);
  });

  it('appends what an earlier try was about to append and did not', async () => {
    const { handle, again } = world();
    await handle.hasAppended('/extra/tags', ['a'], 'a');
    expect(await append(again(), 'a', 'a')).to.deep.equal(['a', 'a', 'a']);
  });

  it('appends what is new in another try, and nothing a second time', async () => {
    const { handle, again } = world();
    await append(handle, 'x');
    expect(await append(again(), 'y', 'x', 'x')).to.deep.equal(['a', 'x', 'y', 'x']);
  });
});
