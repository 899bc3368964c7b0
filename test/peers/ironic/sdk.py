"""One call of openstacksdk's introspection client, for the tests beside this file.

sdk.py URL start|get|wait|abort|data|raw NODE
sdk.py URL list

Prints the result as JSON. Failures end with a traceback and status 1.
"""
import json
import sys

import openstack


def shown(introspection):
    return {
        'id': introspection.id,
        'state': introspection.state,
        'finished': introspection.is_finished,
        'error': introspection.error,
        'started_at': introspection.started_at,
        'finished_at': introspection.finished_at,
    }


def main(url, call, node=None):
    connection = openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_type='none',
        auth={'endpoint': url},
        baremetal_introspection_endpoint_override=url,
    )
    client = connection.baremetal_introspection
    if call == 'start':
        return shown(client.start_introspection(node))
    if call == 'list':
        return [shown(one) for one in client.introspections()]
    if call == 'get':
        return shown(client.get_introspection(node))
    if call == 'wait':
        return shown(client.wait_for_introspection(node, timeout=30, ignore_error=True))
    if call == 'abort':
        return client.abort_introspection(node)
    if call in ('data', 'raw'):
        return client.get_introspection_data(node, processed=call == 'data')
    raise SystemExit('unknown call ' + call)


if __name__ == '__main__':
    json.dump(main(*sys.argv[1:]), sys.stdout)
