package mica.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.demo.Demo;

/** Visitors at the doors, through HTTP as browsers do it: the page, then the form, then the accepted screen. */
final class VisitorRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FIELD = Pattern.compile("name=\"visit\" value=\"([^\"]*)\"");

    private final Demo demo;
    private final List<String> doors;
    private final HttpClient http;
    /** The people of the first door, each once. */
    private final Set<String> atFirstDoor = new TreeSet<>();

    private int checkedIn;

    VisitorRun(Demo demo, List<String> doors) {
        this.demo = demo;
        this.doors = doors;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    String firstDoor() {
        return doors.getFirst();
    }

    Set<String> peopleAtFirstDoor() {
        return atFirstDoor;
    }

    /** Every tenth goes to the first door; of these every fourth is somebody who was there before. */
    private String person(int number) {
        int who = isAtFirstDoor(number) && number / 10 % 4 == 3 ? number - 10 : number;
        return "visitor" + who + "@example" + who % 7 + ".jp";
    }

    private static boolean isAtFirstDoor(int number) {
        return number % 10 == 0;
    }

    void checkIn(int count, int clients) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long[] nanos = new long[count];
        List<Thread> threads = new ArrayList<>();
        List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        long begun = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    try {
                        nanos[number] = checkIn(number);
                    } catch (IOException | InterruptedException | RuntimeException failed) {
                        failures.add(number + ": " + failed);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        WholeCommand.require(failures.isEmpty(), failures.size() + " check-ins failed, first " + failures);
        for (int number = 0; number < count; number += 10) {
            atFirstDoor.add(person(number));
        }
        checkedIn = count;
        WholeCommand.report("check-ins (page, form, accepted)", count, System.nanoTime() - begun);
        Arrays.sort(nanos);
        System.out.printf(
                "  form to durable answer with %d clients: p50 %.0f ms, p99 %.0f ms%n",
                clients, nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6);
    }

    /** @return nanoseconds from sending the form to its answer */
    private long checkIn(int number) throws IOException, InterruptedException {
        String door = isAtFirstDoor(number) ? doors.getFirst() : doors.get(1 + number % (doors.size() - 1));
        HttpResponse<String> page =
                http.send(HttpRequest.newBuilder(URI.create(door)).build(), HttpResponse.BodyHandlers.ofString());
        Matcher visit = FIELD.matcher(page.body());
        WholeCommand.require(page.statusCode() == 200 && visit.find(), "no form at " + door);
        String form = "visit=" + visit.group(1) + "&email=" + URLEncoder.encode(person(number), StandardCharsets.UTF_8);
        long begun = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(door))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        long nanos = System.nanoTime() - begun;
        WholeCommand.require(answer.statusCode() == 303, "answer " + answer.statusCode());
        HttpResponse<String> accepted = http.send(
                HttpRequest.newBuilder(URI.create(demo.frontAddress())
                                .resolve(answer.headers().firstValue("Location").orElseThrow()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        WholeCommand.require(accepted.statusCode() == 200 && accepted.body().contains("申請完了"), "no accepted screen");
        return nanos;
    }

    /** Waits until the inbox holds one confirmation for each person at a door, and no more. */
    void awaitConfirmations(Duration patience) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        // Everybody elsewhere is somebody new; at the first door one mail serves a person who returns within minutes.
        int expected = checkedIn - (checkedIn + 9) / 10 + atFirstDoor.size();
        int count = 0;
        while (count < expected) {
            WholeCommand.require(
                    System.nanoTime() - begun < patience.toNanos(),
                    "only " + count + " of " + expected + " mails came");
            Thread.sleep(500);
            count = inboxCount();
        }
        WholeCommand.report("confirmations after the last check-in", expected, System.nanoTime() - begun);
        Thread.sleep(2_000);
        WholeCommand.require(inboxCount() == expected, "more mails than check-ins: " + inboxCount());
    }

    int inboxCount() throws IOException, InterruptedException {
        return JSON.readTree(get(demo.inboxAddress() + "/api/messages?limit=1"))
                .get("count")
                .asInt();
    }

    String get(String address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
