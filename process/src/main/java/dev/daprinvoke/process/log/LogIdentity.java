package dev.daprinvoke.process.log;

/**
 * Who is logging: the fields that stand in every line.
 *
 * @param appId the app id; left out of the line while empty
 * @param instance this host's name
 * @param version the Dapr version whose wire we speak
 */
public record LogIdentity(String appId, String instance, String version) {

}
