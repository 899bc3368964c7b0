import { expect } from 'chai';
import { pino } from 'pino';
import { InspectorError } from '@inspector/plugin-api';
import { answerToRamdisk } from '../../src/conductor/ramdisk-answer.js';

describe('the answer to a ramdisk', () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const told = (text: string): string => {
    const error = answerToRamdisk(new InspectorError('INSP_LOOKUP_FAILED', text), log) as InspectorError;
    expect(error).to.include({ code: 'INSP_LOOKUP_FAILED', status: 400 });
    return error.message;
  };
  beforeEach(() => lines.splice(0));

  const cases: [string, string, string][] = [
    ['no UUID', 'Node 1BE26C0B-03f2-4d2e-ae87-c02d7f33c123 is not active', 'Node <uuid> is not active'],
    ['no UUID without dashes', 'node 1be26c0b03f24d2eae87c02d7f33c123 waits', 'node <uuid> waits'],
    [
      'no address of a service',
      'Client Error for url: http://10.1.2.3:6385/v1/nodes/x?fields=a,b, Node x is unknown',
      'Client Error for url: <address>,b, Node x is unknown',
    ],
    [
      'no host of a service',
      'Node x is locked by host conductor-3.internal, please retry after the current operation',
      'Node x is locked, please retry after the current operation',
    ],
  ];
  for (const [what, text, expected] of cases) {
    it(`has ${what}, and the log has it`, () => {
      expect(told(text)).to.equal(expected);
      expect(lines.join('')).to.include(text);
    });
  }

  it('is not longer than 8 kB', () => {
    expect(Buffer.byteLength(told('x'.repeat(1_000_000)))).to.be.at.most(8192);
  });

  it('is the error as it is where that says nothing of others', () => {
    const error = new InspectorError('INSP_HOOK_FAILED', 'the machine 52:54:00:00:00:01 has no disk');
    expect(answerToRamdisk(error, log)).to.equal(error);
    expect(lines).to.deep.equal([]);
  });
});
