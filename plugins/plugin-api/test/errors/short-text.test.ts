import { expect } from 'chai';
import { LONGEST_TEXT, shortText } from '../../src/index.js';

describe('a text that is stored, logged or sent', () => {
  it('stays as it is when it is short enough', () => {
    for (const text of ['', 'x', 'x'.repeat(LONGEST_TEXT), '€'.repeat(LONGEST_TEXT / 3)]) {
      expect(shortText(text)).to.equal(text);
    }
  });

  for (const [what, character] of [
    ['letters', 'x'],
    ['characters of three bytes', '€'],
    ['characters of four bytes', '𝒳'],
    ['halves of characters', '\ud835'],
  ] as const) {
    it(`is cut to so many bytes, whatever it is made of: ${what}`, () => {
      const text = character.repeat(100_000);
      const short = shortText(text);
      expect(Buffer.byteLength(short)).to.be.within(LONGEST_TEXT - 100, LONGEST_TEXT);
      expect(short).to.match(new RegExp(`… \\(cut: ${text.length} characters\\)$`));
      expect(text.startsWith(short.slice(0, short.lastIndexOf('…')))).to.equal(true);
    });
  }

  it('never ends in the middle of a character', () => {
    const bytes = Buffer.from(shortText('𝒳'.repeat(100_000)));
    expect(bytes.toString()).to.not.include('\ufffd');
  });

  it('may have another limit', () => {
    expect(Buffer.byteLength(shortText('x'.repeat(1000), 100))).to.be.at.most(100);
  });
});
