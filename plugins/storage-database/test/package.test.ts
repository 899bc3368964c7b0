import { packageSuite } from '@inspector/test-kit';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
