import { expect } from 'chai';
import fc from 'fast-check';
import { cautiousState, computeWanted, type WantedInputs } from '../../src/pxe-filter/wanted.js';

const A = '52:54:00:aa:00:01';
const B = '52:54:00:aa:00:02';
const NOBODY: WantedInputs = {
  ports: [{ address: A }, { address: B }],
  activeMacs: new Set(),
  introspectionActive: false,
  discovery: false,
  denyUnknownMacs: false,
  dhcpAddressOf: ({ address }) => address.toLowerCase(),
};
const wantedWith = (inputs: Partial<WantedInputs>) => computeWanted({ ...NOBODY, ...inputs });

describe('wanted state of DHCP', () => {
  it('denies everybody while nothing is on introspection', () => {
    const wanted = wantedWith({});
    expect([...wanted.denied]).to.have.members([A, B]);
    expect(wanted).to.deep.include({ allowed: new Set(), unknown: 'deny', active: false });
  });

  it('lets in the machine on introspection and unknown machines, not other enrolled ones', () => {
    const wanted = wantedWith({ activeMacs: new Set([A]), introspectionActive: true });
    expect(wanted).to.deep.include({ allowed: new Set([A]), denied: new Set([B]), unknown: 'allow' });
    expect(wanted.active).to.equal(true);
  });

  it('welcomes unknown machines at any time when they are to be discovered', () => {
    expect(wantedWith({ discovery: true })).to.include({ unknown: 'allow', active: true });
  });

  it('never welcomes unknown machines with denyUnknownMacs', () => {
    const wanted = wantedWith({
      activeMacs: new Set([A]),
      introspectionActive: true,
      denyUnknownMacs: true,
    });
    expect(wanted).to.include({ unknown: 'deny', active: true, denyUnknownMacs: true });
    expect([...wanted.allowed]).to.deep.equal([A]);
  });

  it('compares MACs whatever their case and passes them on in lower case', () => {
    const wanted = wantedWith({
      ports: [{ address: A.toUpperCase() }, { address: B.toUpperCase() }],
      activeMacs: new Set([A.toUpperCase()]),
    });
    expect([...wanted.allowed]).to.deep.equal([A]);
    expect([...wanted.denied]).to.deep.equal([B]);
  });

  it('leaves out active MACs that no port has: they follow the rule for unknown machines', () => {
    const wanted = wantedWith({
      ports: [{ address: B }],
      activeMacs: new Set([A]),
      introspectionActive: true,
    });
    expect([...wanted.allowed]).to.deep.equal([]);
    expect(wanted.denied.has(A)).to.equal(false);
  });

  it('leaves out addresses that are no MAC, so that none becomes a path or a rule', () => {
    const ports = ['../../etc/passwd', '', '52:54:00', `${A} -j ACCEPT`].map((address) => ({ address }));
    expect(wantedWith({ ports })).to.deep.include({ allowed: new Set(), denied: new Set() });
  });

  describe('where the DHCP server sees another address than that of the port', () => {
    const seen = '02:00:03:5a:00:07';
    const dhcpAddressOf = ({ address }: { address: string }) => (address === A ? seen : address);

    it('uses the address that the DHCP server sees', () => {
      expect([...wantedWith({ dhcpAddressOf }).denied]).to.deep.equal([seen, B]);
    });

    it("decides by the port's own address whether it is on introspection", () => {
      const wanted = wantedWith({ dhcpAddressOf, activeMacs: new Set([A]) });
      expect([...wanted.allowed]).to.deep.equal([seen]);
    });
  });

  it('puts every MAC into one set at most, whatever the ports', () => {
    const mac = fc.integer({ min: 0, max: 5 }).map((n) => `52:54:00:aa:00:0${n}`);
    fc.assert(
      fc.property(
        fc.array(mac),
        fc.array(mac),
        fc.boolean(),
        fc.boolean(),
        (ports, active, introspectionActive, denyUnknownMacs) => {
          const { allowed, denied } = wantedWith({
            ports: ports.map((address) => ({ address })),
            activeMacs: new Set(active),
            introspectionActive,
            denyUnknownMacs,
          });
          expect([...allowed].filter((each) => denied.has(each))).to.deep.equal([]);
          expect(new Set([...allowed, ...denied])).to.deep.equal(new Set(ports));
          expect([...allowed].every((each) => active.includes(each))).to.equal(true);
        },
      ),
    );
  });
});

describe('cautious state of DHCP', () => {
  it('lets in machines on introspection and nobody else', () => {
    const state = cautiousState({ activeMacs: new Set([A.toUpperCase()]), introspectionActive: true });
    expect(state).to.deep.equal({
      allowed: new Set([A]),
      denied: new Set(),
      unknown: 'deny',
      active: true,
      denyUnknownMacs: true,
    });
  });
});
