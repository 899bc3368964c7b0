import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult } from '@inspector/test-kit';
import capabilities from '../src/index.js';

const machine = (flags: Json, mode: Json = 'uefi'): JsonObject => ({
  inventory: { cpu: { flags }, boot: { current_boot_mode: mode } },
});
const run = (data: JsonObject, options?: JsonObject, present?: string): Promise<HookResult> =>
  runHook(capabilities, {
    data,
    ...(options ? { options } : {}),
    node: { properties: present === undefined ? {} : { capabilities: present } },
  });
const textOf = ({ node }: HookResult): unknown => node.properties?.['capabilities'];

describe('capabilities', () => {
  const flags: [string, string][] = [
    ['vmx', 'cpu_vt:true'],
    ['svm', 'cpu_vt:true'],
    ['aes', 'cpu_aes:true'],
    ['pse', 'cpu_hugepages:true'],
    ['pdpe1gb', 'cpu_hugepages_1g:true'],
    ['smx', 'cpu_txt:true'],
  ];
  for (const [flag, text] of flags) {
    it(`sets ${text} for the CPU flag ${flag}`, async () => {
      expect(textOf(await run(machine(['fpu', flag])))).to.equal(text);
    });
  }

  it('merges all of them in one request into what the node has', async () => {
    const result = await run(machine(['vmx', 'aes']), {}, 'boot_mode:bios,cpu_aes:false,profile:big');
    expect(textOf(result)).to.equal('boot_mode:bios,cpu_aes:true,profile:big,cpu_vt:true');
    expect(result.changes.node).to.have.length(1);
    expect(result.changes.node[0]).to.include({ op: 'add', path: '/properties/capabilities' });
  });

  it('keeps capabilities whose flag is gone', async () => {
    expect(textOf(await run(machine(['aes']), {}, 'cpu_vt:true'))).to.equal('cpu_vt:true,cpu_aes:true');
  });

  it('sets the boot mode only when asked to', async () => {
    expect(textOf(await run(machine([], 'uefi')))).to.equal(undefined);
    expect(textOf(await run(machine(['vmx'], 'uefi'), { bootMode: true }))).to.equal(
      'boot_mode:uefi,cpu_vt:true',
    );
  });

  for (const mode of [null, '', 5, ['uefi']]) {
    it(`warns when the boot mode is ${JSON.stringify(mode)}`, async () => {
      const result = await run(machine(['vmx'], mode), { bootMode: true });
      expect(textOf(result)).to.equal('cpu_vt:true');
      expect(result.log.messages('warn')).to.have.length(1);
    });
  }

  it('lets no machine smuggle in other capabilities', async () => {
    const result = await run(machine(['vmx'], 'uefi,profile:big'), { bootMode: true });
    expect(textOf(result)).to.equal('cpu_vt:true');
    expect(result.log.messages('warn')).to.have.length(1);
  });

  it('uses the configured flags instead of the defaults', async () => {
    const result = await run(machine(['vmx', 'sgx']), { cpuFlags: { sgx: 'cpu_sgx' } });
    expect(textOf(result)).to.equal('cpu_sgx:true');
  });

  const withoutCpu: JsonObject[] = [
    {},
    { inventory: null },
    { inventory: {} },
    { inventory: { cpu: null } },
    { inventory: { cpu: { flags: null } } },
    { inventory: { cpu: { flags: 'vmx' } } },
  ];
  for (const data of withoutCpu) {
    it(`warns and changes nothing for ${JSON.stringify(data)}`, async () => {
      const result = await run(data, {}, 'cpu_vt:true');
      expect(result.changes.nodeRequests).to.equal(0);
      expect(result.log.messages('warn')).to.have.length(1);
    });
  }

  it('asks nothing of the node when nothing is found', async () => {
    expect((await run(machine(['fpu']))).changes.nodeRequests).to.equal(0);
  });
});
