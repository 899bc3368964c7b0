"""Looks for the introspection service as a ramdisk does, and prints its URL and texts as JSON."""
import json

from ironic_lib import mdns
from oslo_config import cfg

cfg.CONF([], project='find')
cfg.CONF.set_override('interfaces', ['127.0.0.1'], group='mdns')
print(json.dumps(mdns.get_endpoint('baremetal-introspection')))
