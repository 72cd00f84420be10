package mica.office.imports;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import mica.exchange.directory.SpotFacts;
import mica.exchange.venue.VenueCode;
import mica.office.posters.PosterModel;
import mica.office.venues.VenuePosters;
import mica.office.venues.Venues;

/** The posters of many venues, read from the database some at a time. */
final class PostersOfMany implements Iterable<PosterModel> {

    private static final int AT_A_TIME = 100;

    private final Venues venues;
    private final VenuePosters posters;
    private final List<VenueCode> codes;

    PostersOfMany(Venues venues, VenuePosters posters, List<VenueCode> codes) {
        this.venues = venues;
        this.posters = posters;
        this.codes = codes;
    }

    @Override
    public Iterator<PosterModel> iterator() {
        return new Iterator<>() {
            private final Deque<PosterModel> read = new ArrayDeque<>();
            private int next;

            @Override
            public boolean hasNext() {
                while (read.isEmpty() && next < codes.size()) {
                    List<VenueCode> some = codes.subList(next, Math.min(next + AT_A_TIME, codes.size()));
                    next += some.size();
                    read.addAll(models(some));
                }
                return !read.isEmpty();
            }

            @Override
            public PosterModel next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return read.removeFirst();
            }
        };
    }

    private List<PosterModel> models(List<VenueCode> some) {
        Map<VenueCode, List<SpotFacts>> spots =
                venues.spots(some).stream().collect(Collectors.groupingBy(SpotFacts::venue));
        return venues.all(some).stream()
                .map(venue -> posters.model(venue.details(), spots.getOrDefault(venue.code(), List.of())))
                .toList();
    }
}
