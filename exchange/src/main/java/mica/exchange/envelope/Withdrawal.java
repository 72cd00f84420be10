package mica.exchange.envelope;

/**
 * An applicant takes an application back; the content of the {@link EnvelopeKind#WITHDRAWAL} envelope, as JSON.
 *
 * @param linkToken the token of the applicant's status link, as text
 */
public record Withdrawal(String linkToken) {}
