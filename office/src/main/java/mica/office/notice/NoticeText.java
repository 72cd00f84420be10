package mica.office.notice;

/** Subject and body in one language. The body's line ends are {@code \n}. */
public record NoticeText(String subject, String body) {}
