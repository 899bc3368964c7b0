export * from './canonical-ip.js';
export { httpUrlFault } from './http-url.js';
export * from './ip-network.js';
export * from './mac.js';
