/** Notices per second, claim to record, beside other senders into the same sink. */
@org.jspecify.annotations.NullMarked
package mica.bench.notice;
