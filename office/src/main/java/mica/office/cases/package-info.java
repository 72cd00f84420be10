/**
 * Cases: what a health office found out. A case owns the clock that runs until the mails are in the inboxes, and its notices
 * belong to it.
 */
@org.jspecify.annotations.NullMarked
package mica.office.cases;
