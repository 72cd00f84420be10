/** The door lane: mails to single people, written at the moment and sent by the turns of their doors. */
@org.jspecify.annotations.NullMarked
package mica.office.door;
