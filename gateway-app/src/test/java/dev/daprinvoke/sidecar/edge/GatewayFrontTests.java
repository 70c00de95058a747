package dev.daprinvoke.sidecar.edge;

/**
 * Through Spring Cloud Gateway.
 */
class GatewayFrontTests extends AbstractFrontTests {

	GatewayFrontTests() {
		super("gateway");
	}

}
