import { InspectorError, type StorageBackend } from '@inspector/plugin-api';
import { expect } from 'chai';
import { createMetrics } from '../../src/metrics/metrics.js';
import { measuredStorage } from '../../src/server/measured-storage.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { MemoryBackend } from '../storage/memory-backend.js';

const NODE = '00000000-0000-4000-8000-000000000001';

describe('storage whose operations are measured', () => {
  const measured = (backend: StorageBackend) => {
    const metrics = createMetrics();
    const counts = async () => {
      const { values } = await metrics.storageSeconds.get();
      return values
        .filter(({ metricName }) => metricName === 'inspector_storage_seconds_count')
        .map(({ labels, value }) => [labels.operation, labels.outcome, value]);
    };
    return { storage: measuredStorage(backend, metrics), counts };
  };

  it('keeps and gives what it is given', async () => {
    const { storage, counts } = measured(new MemoryBackend());
    await storage.save(NODE, '{"a": 1.0}', true);
    expect(await storage.get(NODE, true)).to.equal('{"a": 1.0}');
    expect(await counts()).to.have.deep.members([
      ['save', 'ok', 1],
      ['get', 'ok', 1],
    ]);
  });

  it('counts failures, and data that are not there as none', async () => {
    const backend = new MemoryBackend();
    backend.save = () => Promise.reject(new InspectorError('INSP_STORAGE_FAILED', 'away'));
    const { storage, counts } = measured(backend);
    expect((await rejection(storage.save(NODE, '{}', true))).message).to.equal('away');
    expect((await rejection(storage.get(NODE, true))).code).to.equal('INSP_DATA_NOT_FOUND');
    expect(await counts()).to.have.deep.members([
      ['save', 'failed', 1],
      ['get', 'ok', 1],
    ]);
  });

  it('offers what the backend offers, and nothing else', () => {
    const bare: StorageBackend = {
      capabilities: new MemoryBackend().capabilities,
      get: () => Promise.resolve('{}'),
      save: () => Promise.resolve(),
    };
    expect(measured(bare).storage).to.not.have.any.keys('delete', 'list', 'close');
  });
});
