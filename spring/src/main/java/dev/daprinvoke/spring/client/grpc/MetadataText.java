package dev.daprinvoke.spring.client.grpc;

/**
 * What a value of gRPC metadata may consist of.
 */
final class MetadataText {

	private MetadataText() {
	}

	static boolean isLegal(String value) {
		return value.chars().allMatch((character) -> character >= ' ' && character <= '~');
	}

}
