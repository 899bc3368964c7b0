import { sharedTable } from './bash.js';
import type { ToldCommand } from './command-tree.js';

/** The completion for zsh. It is a file of \`$fpath\`, or is read by \`source <(…)\`. */
export const zshCompletion = (tree: ToldCommand): string => `#compdef inspector
# zsh completion for inspector; made by "inspector completion zsh"
${sharedTable(tree)}
_inspector() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" program="\${words[1]}"
  local -a typed=("\${(@)words[2,CURRENT-1]}")
  local subcommands options values nodes word url='' skip=''
  local command_path=inspector
  local fixed=''
  _inspector_table "$command_path"
  for word in "\${typed[@]}"; do
    if [[ -n $skip ]]; then
      [[ $skip == --url ]] && url="$word"
      skip=''
    elif [[ $word == -* ]]; then
      [[ " $values " == *" $word "* ]] && skip="$word"
    elif [[ " $subcommands " == *" $word "* ]]; then
      command_path="$command_path $word"
      _inspector_table "$command_path"
    fi
  done
  if [[ -n $skip ]]; then
    local found="$(_inspector_choices "$command_path" "$prev")"
    if [[ -n $found ]]; then compadd -- \${=found}; else _files; fi
  elif [[ $cur == -* ]]; then
    compadd -- \${=options}
  elif [[ -n $subcommands ]]; then
    compadd -- \${=subcommands}
  elif [[ -n $nodes ]]; then
    compadd -- \${(f)"$(_inspector_nodes "$program" "$url")"}
  elif [[ -n $fixed ]]; then
    compadd -- \${=fixed}
  else
    _files
  fi
}

if [[ \${funcstack[1]} == _inspector ]]; then _inspector "$@"; else compdef _inspector inspector; fi
`;
