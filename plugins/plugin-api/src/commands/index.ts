export * from './command.js';
export { CommandLimit } from './command-limit.js';
export * from './privilege.js';
export { runCommand } from './run-command.js';
