package mica.office.erasure;

import java.time.LocalDate;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;

/**
 * How long a day is kept, and by which law.
 *
 * @param days whole days after the day itself
 */
public record RetentionRule(int days, int legalMaximumDays, String legalSource) {

    static RetentionRule of(ServiceFacts service) {
        Disease disease = service.disease();
        return new RetentionRule(
                disease.retentionDays(),
                disease.legalMaximumDays(),
                service.in(disease.source(), service.ownLanguage()));
    }

    /** The first day that is still kept; all before it are due. */
    LocalDate oldestKept(LocalDate today) {
        return today.minusDays(days);
    }
}
