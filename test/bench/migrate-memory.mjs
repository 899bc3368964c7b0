// Loaded into the command under measurement: its last words on standard error are the most memory it has had.
import { readFileSync } from 'node:fs';

process.on('exit', () => {
  const status = readFileSync('/proc/self/status', 'utf8');
  process.stderr.write(`most memory: ${/VmHWM:\s+(\d+) kB/.exec(status)?.[1]} kB\n`);
});
