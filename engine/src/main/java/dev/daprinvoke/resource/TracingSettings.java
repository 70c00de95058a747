package dev.daprinvoke.resource;

/**
 * What operators write about traces (platform contract, section 5.1).
 *
 * @param samplingRate which part of new traces is recorded, as written, or empty
 * @param exporting whether an exporter is configured completely
 */
public record TracingSettings(String samplingRate, boolean exporting) {

	/** What no file says. */
	public static final TracingSettings DEFAULT = new TracingSettings("", false);

	static TracingSettings from(YamlMapping value) {
		YamlMapping zipkin = value.mapping("zipkin");
		YamlMapping otel = value.mapping("otel");
		boolean exporting = value.text("stdout").equalsIgnoreCase("true") || !zipkin.text("endpointAddress").isEmpty()
				|| (!otel.text("endpointAddress").isEmpty() && !otel.text("protocol").isEmpty());
		return new TracingSettings(value.text("samplingRate"), exporting);
	}

}
