import { allCommands, takesNodes, type ToldCommand, wordsOf } from './command-tree.js';

/** A text as one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const list = (words: readonly string[]): string => quoted(words.join(' '));

/** One branch of the table: what may follow a command. */
function branch(command: ToldCommand): string {
  const { path, commands, options } = command;
  const values = options.filter(({ takesValue }) => takesValue);
  return `    ${quoted(path)})
      subcommands=${list(commands.map(({ name }) => name))}
      options=${list([...options.flatMap(({ spellings }) => spellings), '--help'])}
      values=${list(values.flatMap(({ spellings }) => spellings))}
      fixed=${list(wordsOf(command))}
      nodes=${takesNodes(command) ? '1' : ''} ;;`;
}

/** Choices of options, by command and option. */
const choices = (commands: readonly ToldCommand[]): string =>
  commands
    .flatMap(({ path, options }) =>
      options
        .filter((option) => option.choices.length > 0)
        .flatMap(({ spellings, choices: words }) =>
          spellings.map((spelling) => `    ${quoted(`${path} ${spelling}`)}) echo ${list(words)} ;;`),
        ),
    )
    .join('\n');

/**
 * The part that bash and zsh share: a table of the commands, and functions that ask it. It is plain enough for both.
 */
export function sharedTable(tree: ToldCommand): string {
  const commands = allCommands(tree);
  return `_inspector_table() {
  subcommands='' options='' values='' fixed='' nodes=''
  case "$1" in
${commands.map(branch).join('\n')}
  esac
}

_inspector_choices() {
  case "$1 $2" in
${choices(commands)}
    *) ;;
  esac
}

# Names of nodes, from the server that the command line or the environment names. One second at most, nothing else.
_inspector_nodes() {
  "$1" completion names \${2:+--url "$2"} 2>/dev/null
}
`;
}

/** The completion for bash. */
export const bashCompletion = (
  tree: ToldCommand,
): string => `# bash completion for inspector; made by "inspector completion bash"
${sharedTable(tree)}
_inspector() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local subcommands options values fixed nodes
  local path=inspector url='' skip='' index word
  _inspector_table "$path"
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ -n $skip ]]; then
      [[ $skip == --url ]] && url="$word"
      skip=''
    elif [[ $word == -* ]]; then
      [[ " $values " == *" $word "* ]] && skip="$word"
    elif [[ " $subcommands " == *" $word "* ]]; then
      path="$path $word"
      _inspector_table "$path"
    fi
  done
  local IFS=$' \\t\\n'
  if [[ -n $skip ]]; then
    COMPREPLY=($(compgen -W "$(_inspector_choices "$path" "$prev")" -- "$cur"))
    [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $subcommands ]]; then
    COMPREPLY=($(compgen -W "$subcommands" -- "$cur"))
  elif [[ -n $nodes ]]; then
    COMPREPLY=($(compgen -W "$(_inspector_nodes "\${COMP_WORDS[0]}" "$url")" -- "$cur"))
  elif [[ -n $fixed ]]; then
    COMPREPLY=($(compgen -W "$fixed" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _inspector inspector
`;
