export { booleanOf, OPTION_WORDS, type BooleanWords } from '../ramdisk-data/boolean-of.js';
export { openStackSchema, type OpenStackAuthType, type OpenStackOptions } from '../openstack/options.js';
export { tlsSchema, type TlsOptions } from '../openstack/tls-schema.js';
export * from '../pxe-filter/shared-options.js';
