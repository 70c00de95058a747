/**
 * Apps made with Dapr's SDKs, unmodified, beside the sidecar; what they are stands in
 * {@code src/test/sdks}.
 */
@NullMarked
package dev.daprinvoke.scenario.sdk;

import org.jspecify.annotations.NullMarked;
