// Serves invocation with the SDK's own server.
// Usage: node app.js http|grpc PORT SIDECAR-PORT
const { DaprServer, CommunicationProtocolEnum, HttpMethod } = require("@dapr/dapr");

async function main([protocol, serverPort, daprPort]) {
  const communicationProtocol = CommunicationProtocolEnum[protocol.toUpperCase()];
  const server = new DaprServer({
    serverHost: "127.0.0.1",
    serverPort,
    communicationProtocol,
    clientOptions: { daprHost: "127.0.0.1", daprPort, communicationProtocol },
  });
  const hello = async (call) => ({ app: `javascript-${protocol}`, got: JSON.parse(call.body) });
  await server.invoker.listen("hello", hello, { method: HttpMethod.POST });
  await server.start();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
