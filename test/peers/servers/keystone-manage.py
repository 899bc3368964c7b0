"""Runs several commands of keystone-manage, one after another. To import Keystone takes longer than any of them.

    keystone-manage.py CONFIG-FILE COMMANDS

COMMANDS is a JSON list of lists of arguments. Ends with the status of the first command that fails.
"""

import json
import os
import sys

from keystone.cmd import cli

config, commands = sys.argv[1], json.loads(sys.argv[2])
for arguments in commands:
    child = os.fork()
    if child == 0:
        cli.main(argv=["keystone-manage", "--config-file", config, *arguments])
        sys.stderr.flush()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != 0:
        sys.exit(status)
