import { expect } from 'chai';
import fc from 'fast-check';
import type { FolderState } from '../src/host-folder.js';
import { plan } from '../src/plan.js';
import type { Verdict } from '../src/record.js';
import { A, B, STRANGER, wanted } from './wanted.js';

const folder = (
  machines: Record<string, Verdict | undefined>,
  everybody: Verdict | undefined,
): FolderState => ({ machines: new Map(Object.entries(machines)), everybody, strangers: [] });

const lines = (steps: readonly { name: string; verdict: Verdict }[]) =>
  steps.map(({ name, verdict }) => `${name} ${verdict}`);

describe('plan of changes to the host files', () => {
  it('is empty when every file is as wanted', () => {
    const present = folder({ [A]: 'allow', [B]: 'deny', [STRANGER]: 'allow' }, 'allow');
    expect(plan(wanted([A], [B], 'allow'), present)).to.deep.equal({ urgent: [], bulk: [], opening: [] });
  });

  it('closes before it lets anybody in', () => {
    const present = folder({ [A]: 'allow', [B]: 'deny' }, 'allow');
    const { urgent, bulk, opening } = plan(wanted([B], [A], 'deny'), present);
    expect(lines(urgent)).to.deep.equal(['unknown_hosts_filter deny', `${A} deny`, `${B} allow`]);
    expect([...bulk, ...opening]).to.deep.equal([]);
  });

  it('opens for unknown machines only after all enrolled ones are listed', () => {
    const { urgent, bulk, opening } = plan(wanted([A], [B], 'allow'), folder({ [STRANGER]: 'deny' }, 'deny'));
    expect(lines(urgent)).to.deep.equal([`${A} allow`]);
    expect(lines(bulk)).to.deep.equal([`${B} deny`]);
    expect(lines(opening)).to.deep.equal(['unknown_hosts_filter allow', `${STRANGER} allow`]);
  });

  it('lets machines that left follow the rule for unknown ones', () => {
    expect(lines(plan(wanted([], [], 'deny'), folder({ [A]: 'allow' }, 'deny')).urgent)).to.deep.equal([
      `${A} deny`,
    ]);
    expect(lines(plan(wanted([], [], 'allow'), folder({ [A]: 'deny' }, 'allow')).opening)).to.deep.equal([
      `${A} allow`,
    ]);
  });

  it('treats a file spelled in capitals as one of the same machine', () => {
    const name = A.toUpperCase();
    const { urgent } = plan(wanted([], [A], 'deny'), folder({ [name]: 'allow', [A]: 'deny' }, 'deny'));
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
        const target = wanted(
          allowed,
          denied.filter((mac) => !allowed.includes(mac)),
          unknown,
        );
        const files = new Map(Object.entries(present));
        let rest = everybody;
        const isOpen = (mac: string) => (files.get(mac) ?? rest ?? 'allow') === 'allow';
        const mayBeOpen = (mac: string) =>
          target.allowed.has(mac) || (!target.denied.has(mac) && target.unknown === 'allow');
        let open = new Set(macs.filter(isOpen));
        const steps = plan(target, folder(present, everybody));
        for (const { name, verdict: next } of [...steps.urgent, ...steps.bulk, ...steps.opening]) {
          if (name === 'unknown_hosts_filter') rest = next;
          else files.set(name, next);
          for (const mac of macs) if (isOpen(mac) && !open.has(mac)) expect(mayBeOpen(mac)).to.equal(true);
          open = new Set(macs.filter(isOpen));
        }
        for (const mac of macs) expect(isOpen(mac), mac).to.equal(mayBeOpen(mac));
      }),
    );
  });
});
