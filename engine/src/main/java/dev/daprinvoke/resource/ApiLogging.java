package dev.daprinvoke.resource;

/**
 * Whether and how calls of the APIs are logged: the Configuration's
 * {@code logging.apiLogging} (platform contract, section 5.3).
 *
 * @param enabled whether they are, unless a flag says otherwise
 * @param obfuscateUrls whether the API's name is logged in the place of the path
 * @param omitHealthChecks whether health checks are left out
 */
public record ApiLogging(boolean enabled, boolean obfuscateUrls, boolean omitHealthChecks) {

	/** What no file says: nothing is logged. */
	public static final ApiLogging OFF = new ApiLogging(false, false, false);

	static ApiLogging from(YamlMapping apiLogging) {
		return new ApiLogging(apiLogging.isTrue("enabled"), apiLogging.isTrue("obfuscateURLs"),
				apiLogging.isTrue("omitHealthChecks"));
	}

}
