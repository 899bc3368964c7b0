export { logLine, type LoggedLine } from './log-line.js';
