"""Posts an order every second through its sidecar. Python's standard library only."""

import argparse
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 10


def post(url, order_id):
    """Returns the line to print, and whether the order was accepted."""
    body = json.dumps({"data": {"orderId": order_id}}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return f"Order {order_id} accepted: HTTP {response.status} {text(response)}", True
    except urllib.error.HTTPError as failure:
        return f"Order {order_id} failed: HTTP {failure.code} {text(failure)}", False
    except (OSError, http.client.HTTPException) as failure:
        return f"Order {order_id} failed: {failure}", False


def text(response):
    return response.read(4096).decode(errors="replace")


def environment_number(name, default):
    value = os.environ.get(name, default)
    if not value.isdigit():
        sys.exit(f"{name}: {value} (expected: a whole number)")
    return int(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=environment_number("ORDER_COUNT", "0"),
                        help="orders to post, 0 for no end (default: ORDER_COUNT or 0)")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between two orders (default: 1)")
    options = parser.parse_args()

    url = f"http://localhost:{environment_number('DAPR_HTTP_PORT', '3500')}/v1.0/invoke/nodeapp/method/neworder"
    print(f"Posting orders to {url}", flush=True)
    failed = order_id = 0
    while options.count == 0 or order_id < options.count:
        if order_id:
            time.sleep(options.interval)
        order_id += 1
        line, accepted = post(url, order_id)
        failed += not accepted
        print(line, flush=True)
    print(f"Done: {order_id - failed} accepted, {failed} failed", flush=True)
    return 1 if failed else 0


# A proxy of the environment must not stand between an app and its own sidecar.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
