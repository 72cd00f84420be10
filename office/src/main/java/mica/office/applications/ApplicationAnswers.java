package mica.office.applications;

import java.util.List;
import mica.exchange.database.OneByOne;
import mica.exchange.envelope.ApplicationStatus;
import mica.office.directory.PublishedStore;
import mica.office.keys.AtRest;
import mica.office.venues.Publication;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each applicant is told of the application. Threads may share it. */
public final class ApplicationAnswers implements Publication.PublishedKind {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationAnswers.class);

    private final ApplicationStore applications;
    private final PublishedStore publisher;

    public ApplicationAnswers(AtRest atRest, PublishedStore publisher) {
        this.applications = new ApplicationStore(atRest);
        this.publisher = publisher;
    }

    @Override
    public int publish(Handle tx, int limit) {
        List<Application> behind = applications.toPublish(tx, limit);
        OneByOne.each(
                behind,
                application -> publish(tx, application),
                (application, why) -> LOG.error(
                        "publication.application_refused application={} type={}",
                        application.id(),
                        why.getClass().getSimpleName()));
        applications.published(tx, behind);
        return behind.size();
    }

    @Override
    public void forgetPublished(Handle tx) {
        applications.forgetPublished(tx);
    }

    private void publish(Handle tx, Application application) {
        publisher.publish(new ApplicationStatus(
                applications.asSent(tx, application),
                application.state(),
                application.comments(),
                application.message(),
                application.venueCode() == null ? null : application.venueCode().value(),
                application.changedAt()));
    }
}
