package mica.office.notice;

import java.time.Instant;
import java.util.UUID;

/** A notice in a list. @param places names of its venues; empty where they are not asked for */
public record NoticeLine(
        UUID id,
        String number,
        NoticeKind kind,
        NoticeState state,
        Instant caseEnteredAt,
        int recipients,
        String places) {}
