package dev.daprinvoke.sidecar.edge;

/**
 * The way of a call through Spring Cloud Gateway.
 */
class GatewayLaneTests extends AbstractLaneTests {

	GatewayLaneTests() {
		super("gateway");
	}

}
