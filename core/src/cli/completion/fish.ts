import { quoted } from './bash.js';
import { allCommands, takesNodes, type ToldCommand, type ToldOption, wordsOf } from './command-tree.js';

/** A text as one word of fish, in which a backslash means itself but before a quote or a backslash. */
const word = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const first = (text: string): string => word(text.split(/[.:;(]/)[0]?.trim() ?? '');

function optionLine(path: string, { spellings, takesValue, choices, description }: ToldOption): string {
  const names = spellings.map((spelling) =>
    spelling.startsWith('--') ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`,
  );
  const value = choices.length > 0 ? ` -x -a ${word(choices.join(' '))}` : takesValue ? ' -r -F' : '';
  return `complete -c inspector -n ${word(`__inspector_at ${quoted(path)}`)} ${names.join(' ')}${value} -d ${first(description)}`;
}

function linesOf(command: ToldCommand): string[] {
  const { path, commands, options } = command;
  const at = `complete -c inspector -n ${word(`__inspector_at ${quoted(path)}`)}`;
  const words = wordsOf(command);
  return [
    ...commands.map(({ name, description }) => `${at} -f -a ${word(name)} -d ${first(description)}`),
    ...options.map((option) => optionLine(path, option)),
    ...(takesNodes(command) ? [`${at} -f -a '(__inspector_nodes)'`] : []),
    ...(words.length > 0 ? [`${at} -f -a ${word(words.join(' '))}`] : []),
  ];
}

/** The completion for fish. */
export function fishCompletion(tree: ToldCommand): string {
  const commands = allCommands(tree);
  const values = (path: string): string[] =>
    (commands.find((command) => command.path === path)?.options ?? [])
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ spellings }) => spellings);
  const all = [...new Set(commands.flatMap(({ path }) => values(path)))];
  return `# fish completion for inspector; made by "inspector completion fish"
set -g __inspector_paths ${commands.map(({ path }) => word(path)).join(' ')}
set -g __inspector_values ${all.map(word).join(' ')}

# The command that is typed so far, such as "inspector rule list".
function __inspector_path
  set -l path inspector
  set -l skip 0
  for typed in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
    else if string match -q -- '-*' $typed
      contains -- $typed $__inspector_values; and set skip 1
    else if contains -- "$path $typed" $__inspector_paths
      set path "$path $typed"
    end
  end
  echo $path
end

function __inspector_at
  test (__inspector_path) = "$argv"
end

# Names of nodes: one second at most, nothing else.
function __inspector_nodes
  set -l words (commandline -opc)
  set -l url
  if set -l index (contains -i -- --url $words); and test $index -lt (count $words)
    set url --url $words[(math $index + 1)]
  end
  $words[1] completion names $url 2>/dev/null
end

complete -c inspector -f
complete -c inspector -l help -d 'explain the command'
${commands.flatMap(linesOf).join('\n')}
`;
}
