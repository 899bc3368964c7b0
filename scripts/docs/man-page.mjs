// The man page of the program, made from its command tree.

/** Text in which nothing is a request of roff. */
const plain = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(['.])/gm, '\\&$1');

const bold = (text) => `\\fB${plain(text)}\\fR`;

const row = (left, right) => `.TP\n${bold(left)}\n${plain(right)}`;

/** The sections of one command: how it is called, what it does, its arguments and options. */
function section({ path, usage, description, arguments: args, options }) {
  return [
    `.SS ${plain(`${path} ${usage}`.trim())}`,
    plain(description),
    ...args.map(({ name, isVariadic, description: text }) =>
      row(`<${name}>${isVariadic ? '...' : ''}`, text),
    ),
    ...options.map(({ flags, description: text }) => row(flags, text)),
  ].join('\n');
}

/** All commands of a tree that do something themselves. */
const leaves = (command) => (command.commands.length === 0 ? [command] : command.commands.flatMap(leaves));

/**
 * The man page, in the language of man(7).
 *
 * @param tree - the program
 * @param version - of the program
 */
export function manPage(tree, version) {
  return `.\\" Written by scripts/generate-docs.mjs; edit the code it reads instead.
.TH INSPECTOR 1 "" "Inspector ${version}" "Inspector"
.SH NAME
inspector \\- hardware introspection for bare metal
.SH SYNOPSIS
.B inspector
[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]
.SH DESCRIPTION
The server, the plugin host and the commands of Inspector, which finds out what machines consist of and writes it into the bare
metal service. It takes the place of ironic\\-inspector. \\fBinspector help\\fR \\fIcommand\\fR explains a command and its exit status.
.SH OPTIONS
${tree.options.map(({ flags, description }) => row(flags, description)).join('\n')}
.SH COMMANDS
${tree.commands.flatMap(leaves).map(section).join('\n')}
.SH EXIT STATUS
${row('0', 'success')}
${row('1', 'an error; standard error says which')}
${row('2', 'the arguments are wrong')}
${row('130', 'interrupted')}
.SH ENVIRONMENT
${row('INSPECTOR_URL, INSPECTOR_TOKEN', 'the server that commands talk to, and the token that they send')}
${row('INSPECTOR_USERNAME, INSPECTOR_PASSWORD', 'what they send by HTTP basic authentication')}
${row('INSPECTOR_<GROUP>__<OPTION>', 'every option of the configuration, such as INSPECTOR_PROCESSING__STORE_DATA=none')}
.SH FILES
${row('inspector.config.*', 'the configuration, in the working directory or where --config says')}
${row('/etc/ironic-inspector', 'where the samples for systemd expect configuration and secrets')}
.SH SEE ALSO
.BR ironic (1),
.BR dnsmasq (8),
.BR systemctl (1)
`;
}
