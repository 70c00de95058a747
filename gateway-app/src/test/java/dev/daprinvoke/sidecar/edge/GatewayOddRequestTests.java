package dev.daprinvoke.sidecar.edge;

/**
 * Odd requests on the way through Spring Cloud Gateway.
 */
class GatewayOddRequestTests extends AbstractOddRequestTests {

	GatewayOddRequestTests() {
		super("gateway");
	}

}
