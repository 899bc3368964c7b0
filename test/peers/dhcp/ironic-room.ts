import { createMachine, enroll, startFakeIronic } from '@inspector/simulator';
import type { ToRoom } from './enclosed-ironic.js';

// The program of an enclosed Ironic: does what its parent asks.
const ironic = await startFakeIronic();

process.on('message', (message: ToRoom) => {
  if (message.kind === 'enroll') enroll(ironic, createMachine(message.machine));
  else if (message.kind === 'remove-ports') {
    for (const port of ironic.portsOf(message.node)) ironic.removePort(port.uuid);
  } else if (message.kind === 'go-down') ironic.fail({ status: 'drop' });
  else if (message.kind === 'come-back') ironic.clearFaults();
  process.send?.({ kind: 'done' });
});
process.once('disconnect', () => process.exit());
process.send?.({ kind: 'ready', url: ironic.url });
