export * from './dhcp-address.js';
export * from './network-interface.js';
export * from './packet-filter-fault.js';
export * from './packet-filter-options.js';
export * from './shared-options.js';
