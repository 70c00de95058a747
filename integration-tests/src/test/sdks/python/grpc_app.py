"""Serves invocation over gRPC with the SDK's own server. Usage: grpc_app.py PORT"""

import sys

from dapr.ext.grpc import App, InvokeMethodRequest, InvokeMethodResponse

app = App()


@app.method(name="hello")
def hello(request: InvokeMethodRequest) -> InvokeMethodResponse:
    answer = f'{{"app":"python-grpc","got":{request.text()}}}'
    return InvokeMethodResponse(answer.encode(), "application/json")


app.run(int(sys.argv[1]))
