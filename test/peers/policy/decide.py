"""Decides policies as oslo.policy does: JSON lines in, JSON lines out.

In:  {"rules": {name: value}, "asked": [[name, creds, target], ...]}
Out: [true, false, null, ...]; null where oslo.policy fails.
"""
import json
import logging
import sys

from oslo_config import cfg
from oslo_policy import policy

logging.disable(logging.CRITICAL)


def decide(rules, asked):
    enforcer = policy.Enforcer(cfg.ConfigOpts(), use_conf=False)
    enforcer.conf([])
    enforcer.set_rules(policy.Rules.from_dict(rules), use_conf=False)
    for name, creds, target in asked:
        try:
            yield bool(enforcer.enforce(name, target, creds))
        except Exception:
            yield None


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(list(decide(question['rules'], question['asked']))), flush=True)
