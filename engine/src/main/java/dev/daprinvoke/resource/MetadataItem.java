package dev.daprinvoke.resource;

import org.jspecify.annotations.Nullable;

/**
 * One setting of a Component. References are kept as written; they are resolved by
 * whoever has the secrets.
 *
 * @param name the setting's name
 * @param value its text, templates already replaced; empty if it is a reference
 * @param secretKeyRef the secret to take the value from, or {@code null}
 * @param envRef the environment variable to take the value from if there is no other, or
 * empty
 */
public record MetadataItem(String name, String value, @Nullable SecretKeyRef secretKeyRef, String envRef) {

	static MetadataItem from(YamlMapping item, TemplateValues templates) {
		YamlMapping reference = item.mapping("secretKeyRef");
		return new MetadataItem(item.text("name"), templates.replaceIn(item.text("value")),
				reference.text("name").isEmpty() ? null : SecretKeyRef.from(reference), item.text("envRef"));
	}

	/**
	 * Names one value of a secret.
	 *
	 * @param name the secret
	 * @param key the value's key in it; if none is written, the secret's name
	 */
	public record SecretKeyRef(String name, String key) {

		static SecretKeyRef from(YamlMapping reference) {
			String name = reference.text("name");
			String key = reference.text("key");
			return new SecretKeyRef(name, key.isEmpty() ? name : key);
		}

	}

}
