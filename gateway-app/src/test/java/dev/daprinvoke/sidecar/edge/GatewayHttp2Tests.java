package dev.daprinvoke.sidecar.edge;

/**
 * HTTP/2 on the way through Spring Cloud Gateway.
 */
class GatewayHttp2Tests extends AbstractHttp2Tests {

	GatewayHttp2Tests() {
		super("gateway");
	}

}
