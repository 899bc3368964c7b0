import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Answer } from 'dns-packet';
import makeMdns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';
import { announcedService, SERVICE_NAME } from '../../../src/server/mdns/announced-service.js';
import { Announcer } from '../../../src/server/mdns/announcer.js';

const LOOPBACK = '127.0.0.1';
const service = announcedService(new URL('http://192.0.2.1:5050/prefix/'), ['192.0.2.1', '2001:db8::1'], {
  ipa_debug: '1',
});

describe('the announcement by multicast DNS', function () {
  this.timeout(20_000);
  let port: number;
  let other: MulticastDNS;
  let warned: string[];
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    warned = [];
    const socket = createSocket('udp4').bind(0);
    await once(socket, 'listening');
    ({ port } = socket.address() as AddressInfo);
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    other = makeMdns({ port, interface: LOOPBACK, bind: '0.0.0.0' });
    await once(other, 'ready');
    stops.push(() => new Promise<void>((resolve) => other.destroy(() => resolve())));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  const start = async (attempts = 1): Promise<Announcer> => {
    const announcer = await Announcer.start({
      ...{ service, interfaces: [LOOPBACK], attempts, port },
      log: { warn: (text: unknown) => void warned.push(String(text)) },
    });
    stops.push(() => announcer.stop());
    return announcer;
  };
  /** The first response that has such a record; asks again, as packets may be lost. */
  const response = async (
    wanted: (record: Answer) => boolean,
    ask = (): void => undefined,
  ): Promise<Answer[]> => {
    for (;;) {
      const heard = new Promise<Answer[]>((resolve) =>
        other.on('response', ({ answers, additionals }: ResponsePacket) => {
          if (answers?.some(wanted)) resolve([...answers, ...(additionals ?? [])]);
        }),
      );
      ask();
      const again = delay(500);
      const records = await Promise.race([heard, again]);
      if (records !== undefined) return records;
    }
  };
  const texts = (records: readonly Answer[]): string[] =>
    records.flatMap((record) => (record.type === 'TXT' ? [record.data].flat().map(String) : []));

  it('answers who looks for services of OpenStack with place, addresses and texts', async () => {
    await start();
    const records = await response(
      ({ type, name }) => type === 'PTR' && name === '_openstack._tcp.local',
      () => other.query('_openstack._tcp.local', 'PTR'),
    );
    expect(records.find(({ type, name }) => type === 'PTR' && name.startsWith('_open'))).to.deep.include({
      data: SERVICE_NAME,
    });
    expect(records.find(({ type }) => type === 'SRV')).to.have.nested.include({
      'data.port': 5050,
      'data.target': SERVICE_NAME,
    });
    expect(texts(records)).to.have.members(['ipa_debug=1', 'path=/prefix', 'protocol=http']);
    expect(
      records.flatMap((one) => (one.type === 'A' || one.type === 'AAAA' ? [one.data] : [])),
    ).to.have.members(['192.0.2.1', '2001:db8::1']);
    expect(warned).to.deep.equal([]);
  });

  it('is sent without a question, and taken back at the end', async () => {
    const announced = response((record) => record.type === 'SRV' && record.ttl !== 0);
    const announcer = await start();
    await announced;
    const gone = response((record) => record.type === 'SRV' && record.ttl === 0);
    await announcer.stop();
    await gone;
    stops.pop();
  });

  it('says nothing to other questions, nor to what is no question', async () => {
    await start();
    const heard: Answer[] = [];
    other.on('response', ({ answers }: ResponsePacket) => heard.push(...(answers ?? [])));
    other.query('printer._openstack._tcp.local', 'SRV');
    const socket = createSocket('udp4');
    socket.send(Buffer.from([0, 1, 2, 255, 255, 255, 192]), port, LOOPBACK);
    await response(
      ({ type }) => type === 'TXT',
      () => other.query(SERVICE_NAME, 'TXT'),
    );
    socket.close();
    expect(heard.every(({ name }) => !name.startsWith('printer'))).to.equal(true);
  });

  it('fails where another program has the name for another place, and says which', async () => {
    other.on('query', ({ questions }) => {
      if (questions?.some(({ name }: { name: string }) => name === SERVICE_NAME)) {
        other.respond({
          answers: [
            { type: 'SRV', name: SERVICE_NAME, ttl: 120, data: { target: 'rival.example', port: 80 } },
          ],
        });
      }
    });
    const error: unknown = await start(2).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_MDNS_FAILED' });
    expect((error as Error).message).to.include('rival.example:80 is announced as');
  });

  it('goes beside one that announces the same place', async () => {
    await start();
    await start();
  });
});

describe('what is announced for an address', () => {
  for (const [url, expected] of [
    ['http://192.0.2.1', { host: SERVICE_NAME, port: 80, texts: [] }],
    ['https://192.0.2.1/', { host: SERVICE_NAME, port: 443, texts: [] }],
    [
      'https://[2001:db8::1]:5050/a/b',
      { host: SERVICE_NAME, port: 5050, texts: ['path=/a/b', 'protocol=https'] },
    ],
    ['http://inspector.example:5050', { host: 'inspector.example', port: 5050, texts: ['protocol=http'] }],
  ] as const) {
    it(`has what a ramdisk needs to make ${url} of it`, () => {
      expect(announcedService(new URL(url), [], {})).to.deep.include(expected);
    });
  }
});
