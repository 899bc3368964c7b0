import { expect } from 'chai';
import { assemblePolicy } from '../../../src/access/policy/assemble.js';
import { problemText, readPolicy } from '../../../src/access/policy/read-policy.js';
import { ROUTE_RULES } from '../../../src/access/policy/rule-defaults.js';

const STRICT = { enforceNewDefaults: true, lenient: false };
const assemble = (text: string, options = STRICT) =>
  assemblePolicy([readPolicy(text, 'policy.yaml')], options);
const problems = (text: string): string[] => assemble(text).problems.map(problemText);
const roles = (...names: string[]) => ({ roles: names, system_scope: null, is_public_api: false });
const system = (...names: string[]) => ({ ...roles(...names), system_scope: 'all' });

describe('a policy file', () => {
  it('replaces the default of a rule whole, and leaves the others', () => {
    const { policy, problems: found } = assemble('introspection:start: role:operator\n');
    expect(found).to.deep.equal([]);
    expect(policy?.allows('introspection:start', roles('operator'))).to.equal(true);
    expect(policy?.allows('introspection:start', roles('admin'))).to.equal(false);
    expect(policy?.allows('introspection:abort', roles('admin'))).to.equal(true);
  });

  it('adds to the files before it and replaces what they say', () => {
    const files = ['a: role:one\nb: rule:a', 'a: role:two'].map((text, index) =>
      readPolicy(text, `${index}`),
    );
    const { policy } = assemblePolicy(files, STRICT);
    expect(policy?.allows('b', roles('two'))).to.equal(true);
    expect(policy?.allows('b', roles('one'))).to.equal(false);
  });

  for (const [what, text, expected] of [
    ['is empty', '', []],
    ['has comments only', '# nothing\n', []],
    ['is JSON', '{"introspection:start": "role:x", "a": [["role:x"]], "introspection:abort": "rule:a"}', []],
    ['is a list', '- a\n', ['policy.yaml:1: it must be one mapping of rule names to checks']],
    [
      'has a rule twice',
      'a: role:x\n"a": role:y\nb: rule:a',
      ['policy.yaml:2: the rule is there twice: remove one of them'],
    ],
    [
      'has an unquoted exclamation mark, which YAML takes for an empty text',
      'introspection:start: !\n',
      [
        'policy.yaml:1: rule "introspection:start": the empty text would allow everybody: write "@" if that is meant, "!" to deny',
      ],
    ],
    [
      'has a rule without a value',
      '\nintrospection:start:\n',
      [
        'policy.yaml:2: rule "introspection:start": no value would allow everybody: write "@" if that is meant, "!" to deny',
      ],
    ],
    [
      'has several mistakes',
      'introspection:start: role:a role:b\nintrospection:abort: yes\nintrospection:data: 5\n',
      [
        'policy.yaml:1: rule "introspection:start": "role:b" follows another check: put and, or, or a line of its own between them',
        'policy.yaml:2: rule "introspection:abort": "yes" is no check: write kind:match, such as role:admin, or @ or !',
        'policy.yaml:3: rule "introspection:data": a check is a text or a list, not 5: put it in quotes',
      ],
    ],
    [
      'names a rule that is not there',
      'introspection:start: not rule:is_amdin\n',
      [
        'policy.yaml:1: rule "introspection:start": "rule:is_amdin" names a rule that is not there: did you mean rule:is_admin?',
      ],
    ],
    [
      'names one that is not there, below not and beside one called default',
      'default: "@"\nintrospection:start: not rule:undefined\n',
      ['policy.yaml:2: rule "introspection:start": "rule:undefined" names a rule that is not there: add it'],
    ],
    [
      'descends into an attribute, which none has anything in',
      'introspection:start: user.domain.id:default\n',
      [
        'policy.yaml:1: rule "introspection:start": "user.domain.id:default" can never hold, callers have no "user.domain.id": did you mean user_domain_id:…?',
      ],
    ],
    [
      'leads back to itself at once, below not',
      'self: not rule:self\nintrospection:start: rule:self\n',
      [
        'policy.yaml:1: rule "self": it leads back to itself by rule:…, so it decides nothing: remove the circle',
      ],
    ],
    [
      'has an attribute that no caller has',
      'introspection:start: is_admin:True\n',
      [
        'policy.yaml:1: rule "introspection:start": "is_admin:True" can never hold, callers have no "is_admin": write role:admin or rule:is_admin',
      ],
    ],
    [
      'has a misspelt kind',
      'introspection:start: roles_:admin\n',
      [
        'policy.yaml:1: rule "introspection:start": "roles_:admin" can never hold, callers have no "roles_": did you mean roles:…?',
      ],
    ],
    [
      'has a circle, also below not',
      'a: not rule:b\nb: rule:a\nintrospection:start: rule:a\n',
      [
        'policy.yaml:1: rule "a": it leads back to itself by rule:…, so it decides nothing: remove the circle',
        'policy.yaml:2: rule "b": it leads back to itself by rule:…, so it decides nothing: remove the circle',
      ],
    ],
  ] as const) {
    it(`that ${what} has ${expected.length} problems`, () => {
      expect(problems(text)).to.deep.equal(expected);
    });
  }

  it('that is no YAML has a problem with its line', () => {
    const [first] = problems('a: role:x\nb: "role:y\n');
    expect(first).to.match(/^policy\.yaml:\d: .+ Correct the YAML$/);
  });

  it('makes no policy while it has a problem', () => {
    expect(assemble('introspection:start: foo').policy).to.equal(undefined);
  });

  it('taken leniently, denies by what is wrong and by all that contains it, negated or not', () => {
    const text = [
      'broken: foo',
      'introspection:start: not rule:broken',
      'between: role:admin or rule:broken',
      'introspection:abort: role:admin or rule:between',
      'introspection:data: role:admin or rule:nowhere',
      'introspection:reapply: not role:x',
    ].join('\n');
    const { policy } = assemble(text, { ...STRICT, lenient: true });
    const allowed = Object.keys(ROUTE_RULES).filter((rule) => policy?.allows(rule, roles('admin')));
    expect(allowed).to.include('introspection:reapply').and.include('introspection:status');
    for (const denied of ['start', 'abort', 'data'])
      expect(allowed).to.not.include(`introspection:${denied}`);
  });

  it('with a rule nobody asks for gets a warning with the nearest name', () => {
    const { warnings, problems: found } = assemble(
      'introspection:statu: role:x\nmine: role:y\nintrospection:data: rule:mine',
    );
    expect(found).to.deep.equal([]);
    expect(warnings.map(problemText)).to.deep.equal([
      'policy.yaml:1: rule "introspection:statu": no route and no other rule asks for it; did you mean "introspection:status"?',
    ]);
  });
});

describe('the default policy', () => {
  const READ = 'introspection:status';
  const WRITE = 'introspection:start';
  const personas = [
    ['system admin', system('admin'), [true, true], [true, true]],
    ['system member', system('member', 'reader'), [true, false], [true, false]],
    ['system reader', system('reader'), [true, false], [true, false]],
    ['project admin', roles('admin'), [true, true], [true, true]],
    ['ADMIN in capitals', roles('ADMIN'), [true, true], [true, true]],
    ['project manager', roles('manager', 'member', 'reader'), [false, false], [false, false]],
    ['project reader', roles('reader'), [false, false], [false, false]],
    ['nobody', roles(), [false, false], [false, false]],
    ['service', roles('service'), [true, true], [true, true]],
    ['administrator', roles('administrator'), [false, false], [true, true]],
    ['baremetal_admin', roles('baremetal_admin'), [false, false], [true, true]],
    ['baremetal_observer', roles('baremetal_observer'), [false, false], [true, false]],
  ] as const;
  const open = [
    ...['introspection', 'introspection:version', 'introspection:continue', 'introspection:openapi'],
    'introspection:session:change',
  ];
  /** For everybody who is known, whatever they may do. */
  const known = 'introspection:session';
  const readable = [
    ...open,
    ...['status', 'plugins', 'pxe-filter', 'cluster', 'diagnosis', 'events', 'metrics'].map(
      (name) => `introspection:${name}`,
    ),
  ];

  for (const [persona, values, fresh, legacy] of personas) {
    for (const [enforceNewDefaults, [read, write]] of [
      [true, fresh],
      [false, legacy],
    ] as const) {
      it(`lets ${persona} ${read ? '' : 'not '}read and ${write ? '' : 'not '}write with enforceNewDefaults ${enforceNewDefaults}`, () => {
        const { policy } = assemblePolicy([], { enforceNewDefaults, lenient: false });
        expect([policy?.allows(READ, values), policy?.allows(WRITE, values)]).to.deep.equal([read, write]);
        expect(policy?.allows(known, values)).to.equal(true);
        for (const rule of Object.keys(ROUTE_RULES).filter((name) => ![...open, known].includes(name))) {
          expect(policy?.allows(rule, values), rule).to.equal(readable.includes(rule) ? read : write);
        }
      });
    }
  }

  it('lets everybody do what is public, and nobody what has no rule', () => {
    const { policy } = assemblePolicy([], STRICT);
    for (const rule of open) {
      expect(policy?.allows(rule, { is_public_api: true, roles: [] }), rule).to.equal(true);
    }
    expect(policy?.allows('introspection:nothing', system('admin'))).to.equal(false);
  });

  it('keeps the old roles out of a rule that a file has', () => {
    const files = [readPolicy('introspection:status: role:reader', 'policy.yaml')];
    const { policy } = assemblePolicy(files, { ...STRICT, enforceNewDefaults: false });
    expect(policy?.allows(READ, roles('baremetal_observer'))).to.equal(false);
    expect(policy?.allows(WRITE, roles('baremetal_admin'))).to.equal(true);
  });
});
