package mica.office.notice;

/** What a notice is to the one before it. Follow-ups go to exactly the people the first one was sent to. */
public enum NoticeKind {
    FIRST,
    CORRECTION,
    WITHDRAWAL
}
