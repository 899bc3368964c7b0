import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { failureOf } from './failure.js';
import { ScriptedIronic } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
/** A certificate for 127.0.0.1 that signs itself, and its key; made for these tests only. */
const certfile = fileURLToPath(new URL('tls/cert.pem', import.meta.url));
const keyfile = fileURLToPath(new URL('tls/key.pem', import.meta.url));

describe('an Ironic behind HTTPS', () => {
  const clients = new ScriptedIronic();
  let server: Server;
  let url: string;
  /** Whether each client showed the certificate it was given. */
  let shown: boolean[];
  beforeEach(async () => {
    shown = [];
    server = createServer(
      {
        cert: readFileSync(certfile),
        key: readFileSync(keyfile),
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => {
        shown.push((request.socket as TLSSocket).getPeerX509Certificate() !== undefined);
        response.setHeader('x-openstack-ironic-api-maximum-version', '1.82');
        response.end(JSON.stringify({ uuid: NODE }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function read(options: object): Promise<string> {
    const client = clients.client({ endpointOverride: url, ...options });
    try {
      return (await client.getNode(NODE)).uuid;
    } finally {
      await client.close?.();
    }
  }

  it('is trusted with its CA certificate', async () => {
    expect(await read({ cafile: certfile })).to.equal(NODE);
    expect(shown).to.not.include(true);
  });

  it('is not trusted without', async () => {
    const error = await failureOf(read({}));

    expect(error.code).to.equal('INSP_BAREMETAL_UNREACHABLE');
    expect(error.message).to.include('self-signed certificate');
  });

  it('is trusted blindly when told to', async () => {
    expect(await read({ insecure: true })).to.equal(NODE);
  });

  it('is shown the client certificate', async () => {
    await read({ cafile: certfile, certfile, keyfile });

    expect(shown).to.not.include(false);
  });
});
