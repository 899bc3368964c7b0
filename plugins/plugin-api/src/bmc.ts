export * from './baremetal/bmc-host.js';
export * from './baremetal/bmc-owners.js';
export * from './baremetal/bmc-resolver.js';
