import { expect } from 'chai';
import { streamMessages, type StreamMessage } from '../src/event-stream.js';

async function* pieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(text: string, length = text.length): Promise<StreamMessage[]> {
  const found: StreamMessage[] = [];
  for await (const message of streamMessages(pieces(text, length))) found.push(message);
  return found;
}

describe('The reader of a stream', () => {
  const text =
    'retry: 2000\nid: 1\nevent: ready\ndata: {"id":1}\n\n: comment\n\nid: 2\ndata: é📡\ndata: two\n\nid: 3\n: alive\n\ndata:x\n\n';
  const messages = [
    { name: 'ready', data: '{"id":1}', id: '1' },
    { name: 'message', data: 'é📡\ntwo', id: '2' },
    { name: 'message', data: '', id: '3' },
    { name: 'message', data: 'x', id: '3' },
  ];

  it('reads names, data and ids, and leaves out comments', async () => {
    expect(await read(text)).to.deep.equal(messages);
  });

  it('reads the same in whatever pieces it arrives, and with every kind of line break', async () => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      for (const length of [1, 2, 3, 7, 64]) {
        expect(await read(text.replaceAll('\n', lineBreak), length)).to.deep.equal(messages);
      }
    }
  });

  it('drops a message whose end never came', async () => {
    expect(await read('data: one\n\ndata: tw')).to.have.length(1);
    expect(await read('data: one\n\ndata: two\n')).to.have.length(1);
  });

  it('does not collect a line without end', async () => {
    const endless = async (): Promise<void> => {
      const chunks = (async function* () {
        for (;;) yield Buffer.alloc(64 * 1024, 'x');
      })();
      for await (const message of streamMessages(chunks)) expect(message).to.equal(undefined);
    };
    let failure: unknown;
    await endless().catch((error: unknown) => (failure = error));
    expect(String(failure)).to.include('too long');
  });
});
