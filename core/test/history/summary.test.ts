import { expect } from 'chai';
import { hardwareSummary } from '../../src/history/summary.js';
import { machine } from '../difference/machine.js';

describe('what a machine is', () => {
  it('says makers, sizes, cards and the ports of switches', () => {
    expect(hardwareSummary(machine())).to.deep.equal({
      ...{ vendor: 'Dell Inc.', product: 'PowerEdge', serial: 'G032KG2' },
      ...{ boot_mode: 'uefi', firmware: '2.1', bmc_address: '192.0.2.10' },
      ...{ cpus: 48, cpu_model: 'Xeon', cpu_arch: 'x86_64', memory_mb: 65536 },
      ...{ disks: 2, disk_gb: 894, nics: 2 },
      macs: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
      switches: ['leaf-1 Ethernet7'],
    });
  });

  it('has null for what is not known', () => {
    const summary = hardwareSummary({ inventory: { cpu: { count: 'many' }, memory: { physical_mb: 1024 } } });
    expect(summary).to.include({ vendor: null, cpus: null, memory_mb: 1024, disks: 0, disk_gb: 0 });
  });

  it('is nothing where the data tell of no machine', () => {
    expect(hardwareSummary({ inventory: {} })).to.equal(undefined);
  });
});
