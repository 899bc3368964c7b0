import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Transport } from '../src/transport.js';
import { ScriptedIronic } from './scripted-ironic.js';

describe('the transport', () => {
  it('leaves nothing behind on the signal that lives as long as the process', async () => {
    const ironic = await new ScriptedIronic().start();
    const transport = new Transport({ rejectUnauthorized: true }, 10, 4);
    const closing = new AbortController();

    const message = { method: 'GET', url: `${ironic.url}/v1/`, headers: {} } as const;
    await Promise.all(Array.from({ length: 8 }, () => transport.send(message, closing.signal)));

    expect(getEventListeners(closing.signal, 'abort')).to.be.empty;
    await transport.close();
    await ironic.stop();
  });
});
