package dev.daprinvoke.sidecar;

/**
 * What this build is.
 *
 * @param daprVersion the Dapr version whose wire we speak
 * @param ownVersion the version of this software, {@code development} outside a jar
 */
public record BuildInfo(String daprVersion, String ownVersion) {

	/**
	 * What {@code --version} answers, also from {@code bin/daprd} and as
	 * {@code runtimeVersion} in the metadata.
	 */
	public static final String DAPR_VERSION = "1.18.0";

	/**
	 * Reads the manifest of the jar this class came from.
	 * @return the build
	 */
	public static BuildInfo ofThisBuild() {
		String own = BuildInfo.class.getPackage().getImplementationVersion();
		return new BuildInfo(DAPR_VERSION, (own != null) ? own : "development");
	}

	/** The lines {@code --build-info} prints. */
	String text() {
		return """
				Version: %s
				Dapr Invoke for Spring: %s
				Java: %s
				""".formatted(this.daprVersion, this.ownVersion, System.getProperty("java.runtime.version"));
	}

}
