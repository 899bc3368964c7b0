import { expect } from 'chai';
import { rejection } from '../../../../test/mocha/rejection.js';
import type { CatalogueService } from './fake-keystone.js';
import { SessionHarness } from './session-harness.js';

type Options = Parameters<SessionHarness['session']>[0];

const endpoints = (name: string, ...kinds: string[]) =>
  kinds.flatMap((kind) =>
    ['One', 'Two'].map((region) => ({ interface: kind, region, url: `http://${name}/${region}/${kind}/` })),
  );
const CATALOGUE: CatalogueService[] = [
  { type: 'identity', name: 'keystone', endpoints: endpoints('keystone', 'public') },
  { type: 'object-store', name: 'swift', endpoints: endpoints('swift', 'public', 'admin', 'internal') },
  { type: 'object-store', name: 'ceph', endpoints: endpoints('ceph', 'public') },
  { type: 'baremetal', endpoints: endpoints('ironic', 'public') },
];

describe('endpoint of an OpenStack service', () => {
  let harness: SessionHarness;
  beforeEach(async () => {
    harness = await SessionHarness.start();
    harness.keystone.catalogue = CATALOGUE;
  });
  afterEach(() => harness.close());

  const rows: [string, Options, string][] = [
    ['the first of the type, internal before public', {}, 'http://swift/One/internal'],
    ['of the region', { regionName: 'Two' }, 'http://swift/Two/internal'],
    ['of the name', { serviceName: 'ceph' }, 'http://ceph/One/public'],
    ['of another type', { serviceType: 'baremetal' }, 'http://ironic/One/public'],
    ['by an interface under its older name', { validInterfaces: ['adminURL'] }, 'http://swift/One/admin'],
    ['by the order of interfaces', { validInterfaces: ['admin', 'internal'] }, 'http://swift/One/admin'],
    ['as configured', { endpointOverride: 'http://here/v1/' }, 'http://here/v1'],
    ['as configured by the other name', { endpoint: 'http://there' }, 'http://there'],
    [
      'as configured by the stronger name',
      { endpoint: 'http://b', endpointOverride: 'http://a' },
      'http://a',
    ],
  ];
  for (const [what, options, url] of rows) {
    it(`is ${what}`, async () => {
      expect(await harness.session(options).endpoint()).to.equal(url);
    });
  }

  it('asks no catalogue when it is configured', async () => {
    await harness.session({ endpointOverride: 'http://here' }).endpoint();
    expect(harness.keystone.requests).to.have.lengthOf(0);
  });

  const absent: [Options, string][] = [
    [{ regionName: 'Three' }, 'object-store in region Three'],
    [{ serviceType: 'volume' }, 'volume'],
    [{ serviceName: 'minio' }, 'object-store'],
    [{ validInterfaces: ['secret'] }, 'object-store'],
  ];
  for (const [options, named] of absent) {
    it(`is named when the catalogue lacks it: ${JSON.stringify(options)}`, async () => {
      const error = await rejection(harness.session(options).endpoint());
      expect(error.code).to.equal('INSP_IDENTITY_FAILED');
      expect(error.message).to.include(`has no endpoint of ${named}; set endpointOverride`);
    });
  }

  it('survives a catalogue with gaps', async () => {
    harness.keystone.answer = (response) =>
      response.writeHead(201, { 'x-subject-token': 't' }).end(
        JSON.stringify({
          token: { catalog: [{}, { type: 'object-store' }, { type: 'object-store', endpoints: [{}] }] },
        }),
      );
    expect((await rejection(harness.session().endpoint())).code).to.equal('INSP_IDENTITY_FAILED');
  });
});
