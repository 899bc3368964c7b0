import { packageSuite, pxeFilterSuite } from '@inspector/test-kit';
import { NftablesFilter } from '../src/nftables-filter.js';
import { FakeNft } from './fake-nft.js';

const ignore = () => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

pxeFilterSuite({
  describe,
  it,
  name: 'nftables',
  async create() {
    let interfaces = true;
    const nft = new FakeNft();
    const subject = { table: 'insp', networkInterface: 'br0', protocol: 'ipv4', port: 67 } as const;
    return {
      driver: new NftablesFilter({
        subject,
        helper: [],
        timeout: 60,
        run: nft.run,
        log,
        interfaceExists: () => interfaces,
      }),
      observer: { decision: async (mac) => (nft.isOpen(mac) ? 'allow' : 'deny') },
      watchable: true,
      damage: [
        { name: 'the table removed', inflict: async () => nft.byHand('delete table inet insp') },
        { name: 'the hook deleted', inflict: async () => nft.byHand('flush chain inet insp input') },
        { name: 'everybody accepted', inflict: async () => nft.byHand('flush chain inet insp dhcp') },
      ],
      blind: async () => {
        interfaces = false;
      },
      cleanUp: async () => {},
    };
  },
});
