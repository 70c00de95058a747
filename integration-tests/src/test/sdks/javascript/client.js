// Calls each app with the SDK, prints a line for each answer.
// Usage: node client.js APP...
// DAPR_HTTP_PORT and DAPR_GRPC_PORT tell where the sidecar is, as for every app.
const { DaprClient, CommunicationProtocolEnum, HttpMethod } = require("@dapr/dapr");

const text = (answer) => (typeof answer === "string" ? answer : JSON.stringify(answer));

async function call(protocol, daprPort, apps) {
  const communicationProtocol = CommunicationProtocolEnum[protocol.toUpperCase()];
  const client = new DaprClient({ daprHost: "127.0.0.1", daprPort, communicationProtocol });
  for (const app of apps) {
    const answer = await client.invoker.invoke(app, "hello", HttpMethod.POST, { drink: "tea" });
    console.log(`${protocol} ${app}: ${text(answer)}`);
  }
  try {
    await client.invoker.invoke("nobody", "hello", HttpMethod.POST, "");
  } catch (error) {
    console.log(`${protocol} nobody: ${error.message}`);
  }
  console.log(`${protocol} id: ${(await client.metadata.get()).id}`);
  await client.metadata.set("drink", `tea-${protocol}`);
  console.log(`${protocol} drink: ${text((await client.metadata.get()).extended)}`);
  await client.stop();
}

async function main(apps) {
  await call("http", process.env.DAPR_HTTP_PORT, apps);
  await call("grpc", process.env.DAPR_GRPC_PORT, apps);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
