import { hookSuite, packageSuite } from '@inspector/test-kit';
import webhook from '../src/index.js';
import { SECRET } from './receiver.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: webhook,
  run: {
    options: { endpoints: [{ name: 'cmdb', url: 'https://cmdb.example.com/hook', secret: SECRET }] },
  },
});
