// The spec reporter, which also writes the files with failed tests to the path in INSPECTOR_FAILED_FILES, one on a line.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

module.exports = class NoteFailedFiles extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = new Set();
    runner.on(Runner.constants.EVENT_TEST_FAIL, ({ file }) => files.add(file ? relative('.', file) : ''));
    runner.on(Runner.constants.EVENT_RUN_END, () =>
      writeFileSync(process.env.INSPECTOR_FAILED_FILES, [...files].map((file) => `${file}\n`).join('')),
    );
  }
};
