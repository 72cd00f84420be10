package mica.exchange.envelope;

import mica.exchange.record.Version;

/**
 * An applicant takes an application back; the content of the {@link EnvelopeKind#WITHDRAWAL} envelope, as JSON (see {@link mica.exchange.record.Records}).
 *
 * @param linkToken the token of the applicant's status link, as text
 */
@Version(1)
public record Withdrawal(String linkToken) {}
