"""Times the PXE filter classes of Debian's ironic-inspector.

usage: filter-reference.py FOLDER dnsmasq|iptables PORTS

Prints one JSON object of seconds. Ports come from memory, so no listing is in the figures. For iptables the
privilege helper is left out, as the script runs as root.
"""
import collections
import datetime
import json
import logging
import sys
import time
import types

from oslo_config import cfg
import sqlalchemy

logging.disable(logging.CRITICAL)
folder, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])

from ironic_inspector import node_cache  # noqa: E402
from ironic_inspector.common import ironic as ir_utils  # noqa: E402
from ironic_inspector.conf import opts  # noqa: E402
from ironic_inspector import db  # noqa: E402
from ironic_inspector.pxe_filter import dnsmasq, iptables  # noqa: E402

CONF = cfg.CONF
opts.parse_args([], default_config_files=[])
CONF.set_override('connection', 'sqlite:///%s/reference.sqlite' % folder, 'database')
CONF.set_override('dhcp_hostsdir', folder + '/reference-hosts', 'dnsmasq_pxe_filter')
CONF.set_override('dnsmasq_interface', 'br0', 'iptables')
CONF.set_override('firewall_chain', 'reference', 'iptables')

db.init()
engine = db.get_writer_session().get_bind()
db.Base.metadata.create_all(engine)
statements = collections.Counter()


@sqlalchemy.event.listens_for(engine, 'before_cursor_execute')
def counted(*_):
    statements['sql'] += 1


def mac(number):
    return '52:54:01:%02x:%02x:%02x' % (number >> 16 & 255, number >> 8 & 255, number & 255)


def start(number):
    node_cache.add_node('00000000-0000-4000-8000-%012d' % number, 'waiting', mac=[mac(number)],
                        started_at=datetime.datetime.utcnow())


ports = [types.SimpleNamespace(address=mac(number), extra={}) for number in range(count)]
ironic = types.SimpleNamespace(ports=lambda **_: iter(ports))
ir_utils.get_client = lambda: ironic
result = {}


def timed(name, step):
    statements.clear()
    begin = time.time()
    step()
    result[name] = time.time() - begin
    result[name + ' statements'] = statements['sql']


start(0)
if kind == 'dnsmasq':
    driver = dnsmasq.DnsmasqFilter()
    timed('full', driver.init_filter)
else:
    driver = iptables.IptablesFilter()
    driver.base_command = (driver._cmd_iptables,)
    driver.init_filter()
    timed('full', lambda: driver.sync(ironic))
timed('nothing', lambda: driver.sync(ironic))
start(1)
timed('one', lambda: driver.sync(ironic))
driver.tear_down_filter()
print(json.dumps(result))
