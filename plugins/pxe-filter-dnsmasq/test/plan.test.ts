import { isServed, machineMac, wantedState } from '@inspector/test-kit';
import { expect } from 'chai';
import fc from 'fast-check';
import type { FolderState } from '../src/host-folder.js';
import { plan } from '../src/plan.js';
import type { Verdict } from '../src/record.js';

const [A, B, STRANGER] = [machineMac(1), machineMac(2), machineMac(3)];

const folder = (
  machines: Record<string, Verdict | undefined>,
  everybody: Verdict | undefined,
): FolderState => ({ machines: new Map(Object.entries(machines)), everybody, strangers: [] });

const lines = (steps: readonly { name: string; verdict: Verdict }[]) =>
  steps.map(({ name, verdict }) => `${name} ${verdict}`);

describe('plan of changes to the host files', () => {
  it('is empty when every file is as wanted', () => {
    const present = folder({ [A]: 'allow', [B]: 'deny', [STRANGER]: 'allow' }, 'allow');
    expect(plan(wantedState({ allowed: [A], denied: [B] }), present)).to.deep.equal({
      urgent: [],
      bulk: [],
      opening: [],
    });
  });

  it('closes before it lets anybody in', () => {
    const present = folder({ [A]: 'allow', [B]: 'deny' }, 'allow');
    const { urgent, bulk, opening } = plan(
      wantedState({ allowed: [B], denied: [A], denyUnknownMacs: true }),
      present,
    );
    expect(lines(urgent)).to.deep.equal(['unknown_hosts_filter deny', `${A} deny`, `${B} allow`]);
    expect([...bulk, ...opening]).to.deep.equal([]);
  });

  it('opens for unknown machines only after all enrolled ones are listed', () => {
    const { urgent, bulk, opening } = plan(
      wantedState({ allowed: [A], denied: [B] }),
      folder({ [STRANGER]: 'deny' }, 'deny'),
    );
    expect(lines(urgent)).to.deep.equal([`${A} allow`]);
    expect(lines(bulk)).to.deep.equal([`${B} deny`]);
    expect(lines(opening)).to.deep.equal(['unknown_hosts_filter allow', `${STRANGER} allow`]);
  });

  it('lets machines that left follow the rule for unknown ones', () => {
    expect(lines(plan(wantedState({}), folder({ [A]: 'allow' }, 'deny')).urgent)).to.deep.equal([
      `${A} deny`,
    ]);
    expect(
      lines(plan(wantedState({ discovery: true }), folder({ [A]: 'deny' }, 'allow')).opening),
    ).to.deep.equal([`${A} allow`]);
  });

  it('treats a file spelled in capitals as one of the same machine', () => {
    const name = A.toUpperCase();
    const { urgent } = plan(wantedState({ denied: [A] }), folder({ [name]: 'allow', [A]: 'deny' }, 'deny'));
    expect(lines(urgent)).to.deep.equal([`${name} deny`]);
  });

  it('never passes a moment more open than wanted, and ends as wanted', () => {
    const macs = Array.from({ length: 6 }, (_, n) => `52:54:00:bb:00:0${n}`);
    const verdict = fc.constantFrom<Verdict>('allow', 'deny');
    const machines = fc.dictionary(fc.constantFrom(...macs), fc.option(verdict, { nil: undefined }));
    const states = fc.record({
      allowed: fc.subarray(macs),
      denied: fc.subarray(macs),
      unknown: verdict,
      machines,
      everybody: fc.option(verdict, { nil: undefined }),
    });
    fc.assert(
      fc.property(states, ({ allowed, denied, unknown, machines: present, everybody }) => {
        const others = denied.filter((mac) => !allowed.includes(mac));
        const target = { ...wantedState({ allowed, denied: others }), unknown };
        const files = new Map(Object.entries(present));
        let rest = everybody;
        const isOpen = (mac: string) => (files.get(mac) ?? rest ?? 'allow') === 'allow';
        let open = new Set(macs.filter(isOpen));
        const steps = plan(target, folder(present, everybody));
        for (const { name, verdict: next } of [...steps.urgent, ...steps.bulk, ...steps.opening]) {
          if (name === 'unknown_hosts_filter') rest = next;
          else files.set(name, next);
          for (const mac of macs)
            if (isOpen(mac) && !open.has(mac)) expect(isServed(target, mac)).to.equal(true);
          open = new Set(macs.filter(isOpen));
        }
        for (const mac of macs) expect(isOpen(mac), mac).to.equal(isServed(target, mac));
      }),
    );
  });
});
