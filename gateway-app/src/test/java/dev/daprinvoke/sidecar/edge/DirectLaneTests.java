package dev.daprinvoke.sidecar.edge;

/**
 * The way of a call past Spring.
 */
class DirectLaneTests extends AbstractLaneTests {

	DirectLaneTests() {
		super("direct");
	}

}
