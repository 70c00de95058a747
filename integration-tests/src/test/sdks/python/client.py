"""Calls each app with the SDK, prints a line for each answer. Usage: client.py APP...

DAPR_HTTP_PORT and DAPR_GRPC_PORT tell where the sidecar is, as for every app.
"""

import os
import sys

import grpc
from dapr.clients import DaprClient
from dapr.clients.exceptions import DaprInternalError
from dapr.conf import settings
from dapr.proto import api_service_v1, api_v1, appcallback_service_v1, common_v1
from google.protobuf.any_pb2 import Any

TOKEN = ("dapr-api-token", os.environ["DAPR_API_TOKEN"])
TEA = b'{"drink":"tea"}'


def through_sdk(protocol):
    settings.DAPR_API_METHOD_INVOCATION_PROTOCOL = protocol
    with DaprClient() as dapr:
        for app in sys.argv[1:]:
            answer = dapr.invoke_method(app, "hello", data=TEA, content_type="application/json", http_verb="POST")
            print(f"{protocol} {app}: {answer.text().strip()}")
        try:
            dapr.invoke_method("nobody", "hello", data=b"", http_verb="POST")
        except DaprInternalError as error:
            print(f"{protocol} nobody: {error}")
        except grpc.RpcError as error:
            print(f"{protocol} nobody: {error.code().name} {error.details()}")


def metadata():
    with DaprClient() as dapr:
        print("id:", dapr.get_metadata().application_id)
        dapr.set_metadata(attributeName="drink", attributeValue="tea")
        print("drink:", dapr.get_metadata().extended_metadata["drink"])


def own_stub(channel):
    stub = appcallback_service_v1.AppCallbackStub(channel)
    for app in sys.argv[1:]:
        if app.endswith("-grpc"):
            message = common_v1.InvokeRequest(
                method="hello",
                data=Any(value=TEA),
                content_type="application/json",
                http_extension=common_v1.HTTPExtension(verb=common_v1.HTTPExtension.POST),
            )
            answer = stub.OnInvoke(message, metadata=(("dapr-app-id", app), TOKEN))
            print(f"stub {app}: {answer.data.value.decode()}")


def other_method(channel):
    try:
        request = api_v1.GetStateRequest(store_name="store", key="key")
        api_service_v1.DaprStub(channel).GetState(request, metadata=(TOKEN,))
    except grpc.RpcError as error:
        print("state:", error.code().name)


through_sdk("http")
through_sdk("grpc")
metadata()
with grpc.insecure_channel(f"127.0.0.1:{os.environ['DAPR_GRPC_PORT']}") as plain:
    own_stub(plain)
    other_method(plain)
