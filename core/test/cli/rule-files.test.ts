import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRuleFiles, type RuleFiles } from '../../src/cli/rule/rule-files.js';

describe('files of rules', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-rule-files-'));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (text: string, name = 'rules.yaml'): Promise<RuleFiles> => {
    await writeFile(join(folder, name), text);
    return readRuleFiles([name], { cwd: folder, stdin: process.stdin });
  };
  const refusal = async (text: string): Promise<string> => {
    const error: unknown = await read(text).catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : 'accepted';
  };
  const value = async (word: string): Promise<string> => {
    const { text } = await read(
      `- conditions: []\n  actions: [{action: set-attribute, path: a, value: ${word}}]\n`,
    );
    return /"value":(.*)\}\]\}\]$/.exec(text)?.[1] ?? text;
  };

  const words: [word: string, json: string][] = [
    ...['yes', 'Yes', 'YES', 'on', 'On', 'true', 'TRUE'].map((word): [string, string] => [word, 'true']),
    ...['no', 'No', 'NO', 'off', 'OFF', 'false', 'False'].map((word): [string, string] => [word, 'false']),
    ...['~', 'null', 'Null', 'NULL'].map((word): [string, string] => [word, 'null']),
    ['0755', '493'],
    ['-010', '-8'],
    ['0x1F', '31'],
    ['0b101', '5'],
    ['1_000', '1000'],
    ['+5', '5'],
    ['0', '0'],
    ['5.0', '5.0'],
    ['.5', '0.5'],
    ['1.5e+3', '1500.0'],
    ['12345678901234567890', '12345678901234567890'],
    ['y', '"y"'],
    ['yEs', '"yEs"'],
    ['"yes"', '"yes"'],
    ["'0755'", '"0755"'],
    ['!!str no', '"no"'],
    ['1.2.3', '"1.2.3"'],
    ['192.0.2.1', '"192.0.2.1"'],
    ['3c:ec:ef:00:00:01', '"3c:ec:ef:00:00:01"'],
  ];
  for (const [word, json] of words) {
    it(`in YAML mean by ${word} what the client of ironic-inspector means: ${json}`, async () => {
      expect(await value(word)).to.equal(json);
    });
  }

  const refusedWords: [word: string, reason: RegExp][] = [
    ['52:54:00:12:34:56', /number of base 60.*in quotes/],
    ['12:30', /number of base 60/],
    ['2026-01-31', /date/],
    ['2026-01-31 12:00:00', /date/],
    ['1e3', /write 1000\.0/],
    ['1.5e3', /write 1500\.0/],
    ['08', /write 8/],
    ['0o755', /write 493/],
    ['.inf', /cannot be part of a rule/],
    ['.NaN', /cannot be part of a rule/],
    ['!!binary aGk=', /Unresolved tag/],
  ];
  for (const [word, reason] of refusedWords) {
    it(`in YAML refuse ${word} with its line`, async () => {
      const text = await refusal(`- conditions: []\n  actions:\n    - {action: x, value: ${word}}\n`);
      expect(text)
        .to.match(/^Cannot read rules from rules\.yaml: line 3, column \d+: /)
        .and.match(reason);
    });
  }

  it('keep the numbers of JSON, and a mark of its encoding is no part of it', async () => {
    const { text } = await read(
      '\uFEFF[{"conditions": [], "actions": [{"action": "x", "value": [1e3, 5.0]}]}]',
      'a.json',
    );
    expect(text).to.equal('[{"conditions":[],"actions":[{"action":"x","value":[1e3,5.0]}]}]');
  });

  it('may use anchors and merges', async () => {
    const { text } = await read(
      'x: &tag {action: example}\n---\n- conditions: []\n  actions: [*tag]\n'
        .replace('x: &tag {action: example}\n---\n', '')
        .replace('*tag', '&tag {action: example}, *tag, {<<: *tag}'),
    );
    expect(JSON.parse(text)).to.deep.equal([
      { conditions: [], actions: [{ action: 'example' }, { action: 'example' }, { action: 'example' }] },
    ]);
  });

  it('say where each rule stands', async () => {
    const { rules } = await read(
      '# first\n- conditions: []\n  actions: []\n\n- conditions: []\n  actions: []\n',
    );
    expect(rules.map(({ place }) => place)).to.deep.equal([
      'rules.yaml, rule 1 (line 2)',
      'rules.yaml, rule 2 (line 5)',
    ]);
  });

  for (const [form, text] of [
    [
      'one variable',
      'introspection_rules:\n  - {conditions: [], actions: [{action: a}]}\n  - {conditions: [], actions: [{action: b}]}\n',
    ],
    [
      'several variables',
      'one: {conditions: [], actions: [{action: a}]}\ntwo:\n  - {conditions: [], actions: [{action: b}]}\n',
    ],
    [
      'JSON',
      '{"rules": [{"conditions": [], "actions": [{"action": "a"}]}, {"conditions": [], "actions": [{"action": "b"}]}]}',
    ],
  ] as const) {
    it(`may wrap rules in ${form}`, async () => {
      const read_ = await read(text);
      expect(JSON.parse(read_.text)).to.deep.equal([
        { conditions: [], actions: [{ action: 'a' }] },
        { conditions: [], actions: [{ action: 'b' }] },
      ]);
      expect(read_.notes[0]).to.match(/^rules\.yaml: the rules are taken from /);
    });
  }

  it('name the rule with a member that does not exist', async () => {
    const text =
      'description: small\ncondition:\n  - {field: memory_mb, op: lt, value: 4096}\nactions:\n  - {action: fail, message: too small}\n';
    expect(await refusal(text)).to.equal(
      'rules.yaml, rule 1 (line 1): "condition" is no member of a rule; did you mean "conditions"?',
    );
  });

  it("convert rules in Ironic's own form, and say so", async () => {
    const { text, notes } = await read(`- description: set credentials where there are none
  phase: main
  priority: 100
  sensitive: true
  conditions:
    - {op: is-empty, args: {value: "{node.driver_info[ipmi_username]}"}}
    - {op: "!contains", args: {value: "{inventory[system_vendor][manufacturer]}", regex: "(?i)example"}}
  actions:
    - {op: set-attribute, args: {path: /driver_info/ipmi_username, value: op}}
`);
    expect(JSON.parse(text)).to.deep.equal([
      {
        description: 'set credentials where there are none',
        priority: 100,
        sensitive: true,
        conditions: [
          { op: 'is-empty', field: 'node://driver_info.ipmi_username' },
          {
            op: 'contains',
            field: 'data://inventory.system_vendor.manufacturer',
            value: '(?i)example',
            invert: true,
          },
        ],
        actions: [{ action: 'set-attribute', path: '/driver_info/ipmi_username', value: 'op' }],
      },
    ]);
    expect(notes).to.deep.equal([
      "rules.yaml, rule 1 (line 1): converted from the form of Ironic's own inspection rules",
    ]);
  });

  it("name the rule in Ironic's own form that has no counterpart", async () => {
    const text = '- actions: []\n- actions: [{op: api-call, args: {url: "http://192.0.2.1"}}]\n';
    expect(await refusal(text)).to.match(
      /^rules\.yaml, rule 2 \(line 2\): the rule has the form of Ironic's own inspection rules and cannot be converted: its action "api-call"/,
    );
  });

  it('in the repository are read without a note', async () => {
    const page = await readFile(new URL('../../../docs/guide/rules.md', import.meta.url), 'utf8');
    for (const [, block = ''] of page.matchAll(/```yaml\n(.*?)```/gs)) {
      expect((await read(block)).notes).to.deep.equal([]);
    }
  });
});
