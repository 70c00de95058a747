// Keeps the last order. Node's standard library only.
'use strict';

const http = require('node:http');

const port = Number(process.env.APP_PORT || 3000);
const bodyLimit = 64 * 1024;
let lastOrder;

function send(response, status, value) {
  const body = value === undefined ? '' : JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function neworder(request, response) {
  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size <= bodyLimit) {
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    if (size > bodyLimit) {
      send(response, 413, { error: `order: ${size} bytes (expected: at most ${bodyLimit})` });
      return;
    }
    let order;
    try {
      order = JSON.parse(Buffer.concat(chunks)).data;
    } catch {
      order = undefined;
    }
    if (!Number.isInteger(order?.orderId)) {
      console.log('Refused an order without orderId');
      send(response, 400, { error: 'body: no order (expected: {"data":{"orderId":1}})' });
      return;
    }
    lastOrder = order;
    console.log(`Got a new order! Order ID: ${order.orderId}`);
    send(response, 200, { accepted: order.orderId });
  });
}

const server = http.createServer((request, response) => {
  const pathname = request.url.split('?', 1)[0];
  if (request.method === 'POST' && pathname === '/neworder') {
    neworder(request, response);
  } else if (request.method === 'GET' && pathname === '/order') {
    if (lastOrder) {
      send(response, 200, lastOrder);
    } else {
      send(response, 404, { error: 'no order yet' });
    }
  } else {
    send(response, 404, { error: `${request.method} ${pathname}: unknown (expected: POST /neworder or GET /order)` });
  }
});

server.on('error', (error) => {
  console.error(`Cannot listen on port ${port}: ${error.message}. Set APP_PORT to a free one.`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`Node App listening on port ${port}!`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 2000).unref();
  });
}
