import { largePayloadSuite } from './large-payload.suite.js';
import { storedDataSuite } from './stored-data.suite.js';

describe('data stored in sqlite', () => {
  storedDataSuite(() => ({}));
  largePayloadSuite(() => ({}));
});
