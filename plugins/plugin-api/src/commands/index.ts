export * from './command.js';
export * from './privilege.js';
