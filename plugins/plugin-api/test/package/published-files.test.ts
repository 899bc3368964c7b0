import { expect } from 'chai';
import { publishedFiles } from '../../src/package/published-files.js';

describe('the files npm publishes of a package', () => {
  const cases: [files: string[], published: string[], not: string[]][] = [
    [['dist'], ['dist/index.js', 'dist/a/b.js'], ['src/index.ts', 'distant/a.js', 'a/dist/b.js']],
    [['./lib/'], ['lib/index.js'], ['index.js']],
    [['/lib/*'], ['lib/index.js', 'lib/a/b.js'], ['library.js']],
    [['index.js'], ['index.js'], ['lib/index.js', 'indexejs']],
    [['dist/*.js'], ['dist/a.js'], ['dist/a.map', 'dist/a/b.js']],
    [['dist/**/*.js'], ['dist/a.js', 'dist/a/b.js'], ['dist/a.map']],
    [['data?'], ['data1', 'data1/a.yaml'], ['data', 'data12']],
    [
      ['dist', '!dist/**/*.map', 'dist/keep.map'],
      ['dist/a.js', 'dist/keep.map'],
      ['dist/a/b.map', 'dist/b.map'],
    ],
    [[], ['package.json', 'README.md', 'LICENSE'], ['index.js', 'docs/README.md']],
  ];
  for (const [files, published, not] of cases) {
    it(`are as ${JSON.stringify(files)} says`, () => {
      const isPublished = publishedFiles(files);
      expect(
        published.filter((path) => !isPublished(path)),
        'left out',
      ).to.deep.equal([]);
      expect(not.filter(isPublished), 'published').to.deep.equal([]);
    });
  }
});
