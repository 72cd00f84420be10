/**
 * Notices: from the case an officer enters, through the approval by a second officer, to the last mail accepted and the
 * report for the file.
 */
@org.jspecify.annotations.NullMarked
package mica.office.notice;
