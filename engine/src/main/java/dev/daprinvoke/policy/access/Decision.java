package dev.daprinvoke.policy.access;

/**
 * What an access policy says of a call.
 *
 * @param allowed whether the call may go on
 * @param reason what the decision rests on, for logs and explanations
 */
public record Decision(boolean allowed, String reason) {

}
