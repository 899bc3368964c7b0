"""Fills a database through the code of ironic-inspector: 50 nodes, 20 rules, data.

Arguments: the configuration file of ironic-inspector.
"""

import datetime
import sys
import uuid

from ironic_inspector.common import service_utils
from ironic_inspector import db
from ironic_inspector import node_cache
from ironic_inspector import rules

NODES = 50
RULES = 20
STATES = ['finished', 'error', 'waiting']
START = datetime.datetime(2031, 2, 3, 4, 5, 6, 789012)

service_utils.prepare_service(['--config-file', sys.argv[1]])


def node_uuid(number):
    return str(uuid.UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % (1 << 128), version=4))


session = db.get_writer_session()
with session.begin():
    for number in range(NODES):
        state = STATES[number % len(STATES)]
        active = state == 'waiting'
        started = START + datetime.timedelta(seconds=number // 2, microseconds=number * 1001)
        if number % 7 == 0:
            started = started.replace(microsecond=0)
        session.add(db.Node(
            uuid=node_uuid(number),
            state=state,
            started_at=started,
            finished_at=None if active else started + datetime.timedelta(seconds=90),
            error='Größe unbekannt: %d' % number if state == 'error' else None,
            manage_boot=[True, False, None][number % 3]))
        session.flush()
        if active:
            mac = '52:54:00:AB:CD:%02X' % number
            session.add(db.Attribute(uuid=str(uuid.uuid4()), node_uuid=node_uuid(number), name='mac', value=mac))
            session.add(db.Option(uuid=node_uuid(number), name='colour', value='{"hue": %d}' % number))

for number in range(NODES):
    if number % 5 == 0:
        continue
    data = {'inventory': {'cpu': {'count': number, 'frequency': 2400.0}},
            'big': 12345678901234567890, 'text': 'Ünï \U0001f4be', 'none': None, 'list': [1, 1.5, True]}
    node_cache.store_introspection_data(node_uuid(number), data, processed=True)
    if number % 2:
        node_cache.store_introspection_data(node_uuid(number), dict(data, raw=True), processed=False)

for number in range(RULES):
    rules.create(
        conditions_json=[
            {'op': 'ge', 'field': 'memory_mb', 'value': float(number), 'invert': bool(number % 2)},
            {'op': 'matches', 'field': 'data://inventory.system', 'value': 'Größe.*', 'multiple': 'all'},
        ][:number % 3],
        actions_json=[
            {'action': 'set-attribute', 'path': '/extra/rule', 'value': {'number': number}},
            {'action': 'fail', 'message': 'Nö'},
        ][:1 + number % 2],
        uuid=node_uuid(1000 + number),
        description=None if number % 4 == 0 else 'Rule %d' % number,
        scope='edge' if number % 6 == 0 else None)

# Rules of the same second come in no particular order from ironic-inspector.
session = db.get_writer_session()
with session.begin():
    for number in range(RULES):
        rule = session.query(db.Rule).filter_by(uuid=node_uuid(1000 + number)).one()
        rule.created_at = START + datetime.timedelta(seconds=number)
