package dev.daprinvoke.sidecar.edge;

/**
 * Past Spring.
 */
class DirectFrontTests extends AbstractFrontTests {

	DirectFrontTests() {
		super("direct");
	}

}
