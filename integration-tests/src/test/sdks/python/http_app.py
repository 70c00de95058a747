"""Serves invocation over HTTP, as an app made with Flask does. Usage: http_app.py PORT"""

import sys

from flask import Flask, request

app = Flask(__name__)


@app.route("/hello", methods=["POST"])
def hello():
    return {"app": "python-http", "got": request.get_json()}


app.run(host="127.0.0.1", port=int(sys.argv[1]))
