export * from './baremetal/bmc-host.js';
export * from './baremetal/bmc-resolver.js';
