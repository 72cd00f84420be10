package mica.app.demo;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import mica.exchange.directory.SpotFacts;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.office.officers.Officers;

/** What people of a made-up town do today, all of it at the demo's own pages as anybody would. */
final class TownLife {

    private static final List<List<String>> APPLICANTS = List.of(
            List.of("デモ喫茶　はじめ", "デモキッサ　ハジメ", "restaurant"),
            List.of("デモ酒場　いなほ", "デモサカバ　イナホ", "izakaya"),
            List.of("デモホール　あおぞら", "デモホール　アオゾラ", "live"));

    private final String front;
    private final String office;
    private final ZoneId zone;

    TownLife(String front, String office, ZoneId zone) {
        this.front = front;
        this.office = office;
        this.zone = zone;
    }

    /** Whether the front knows a door by now. */
    boolean isOpen(SpotFacts spot) throws InterruptedException {
        try {
            new DemoBrowser(front).get("/" + spot.code().value());
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    void checkIn(SpotFacts spot, int visitor) throws IOException, InterruptedException {
        DemoBrowser.Shown after = new DemoBrowser(front)
                .post(
                        "/" + spot.code().value(),
                        List.of(),
                        "email",
                        TownVisits.address(visitor).spelled());
        if (!after.path().contains("/accepted/")) {
            throw new IOException("the door took nobody in");
        }
    }

    /** So that the reviewer's queue has something in it. */
    void apply(List<String> municipalities) throws IOException, InterruptedException {
        for (int i = 0; i < APPLICANTS.size(); i++) {
            List<String> applicant = APPLICANTS.get(i);
            String municipality = municipalities.get(i % municipalities.size());
            // The same draft sent again is the same application.
            byte[] draft = new byte[20];
            new Random(i).nextBytes(draft);
            List<DemoBrowser.TypedField> typed = new ArrayList<>();
            VenueDetails details = applicant(i, applicant, municipality);
            for (VenueField field : VenueField.values()) {
                typed.add(new DemoBrowser.TypedField(field.key(), field.of(details)));
            }
            new DemoBrowser(front)
                    .post(
                            "/apply/send",
                            typed,
                            "draft",
                            HexFormat.of().formatHex(draft),
                            "revision",
                            "",
                            VenueField.SPOTS,
                            "入口\n奥の席",
                            VenueField.LISTED,
                            "yes",
                            "agreement",
                            "on");
        }
    }

    private static VenueDetails applicant(int number, List<String> applicant, String municipality) {
        return new VenueDetails(
                applicant.get(0),
                applicant.get(1),
                applicant.get(2),
                "9800001",
                municipality,
                municipality + "デモ町" + (900 + number) + "番地",
                "022-000-90" + (10 + number),
                "申請担当",
                "applicant" + (number + 1) + "@example.jp",
                "10:00〜20:00",
                "",
                true);
    }

    DemoBrowser signIn(DemoOfficer officer, Officers.Credentials credentials, Instant now)
            throws IOException, InterruptedException {
        DemoBrowser browser = new DemoBrowser(office);
        DemoBrowser.Shown after = browser.post(
                "/login",
                List.of(),
                "login",
                officer.loginName(),
                "password",
                credentials.password(),
                "code",
                credentials.code(now));
        if (after.path().equals("/login")) {
            throw new IOException("the officer was not let in");
        }
        return browser;
    }

    /** Writes a notice to everyone who was at a door on a day and asks for approval. @return its path */
    String write(DemoBrowser author, SpotFacts spot, LocalDate day) throws IOException, InterruptedException {
        DemoBrowser.Shown draft = author.post("/notices", List.of());
        String edit = draft.path();
        String venue = spot.venue().value();
        draft = author.post(edit, draft.form(edit), "do", "add:" + venue);
        draft = author.post(
                edit,
                draft.form(edit),
                "do",
                "write",
                "unconfirmed",
                "on",
                "fromDate",
                day.toString(),
                "fromTime",
                "00:00",
                "toDate",
                day.toString(),
                "toTime",
                "23:59");
        DemoBrowser.Shown check = author.post(edit, draft.form(edit), "do", "check");
        String notice = edit.substring(0, edit.length() - "/edit".length());
        author.post(notice + "/ask", check.form(notice + "/ask"));
        return notice;
    }

    void approve(DemoBrowser approver, String notice) throws IOException, InterruptedException {
        approver.post(notice + "/approve", approver.get(notice).form(notice + "/approve"));
    }

    /** A legal hold that waits for its second officer. */
    void askToHold(DemoBrowser officer, Instant now) throws IOException, InterruptedException {
        LocalDate today = LocalDate.ofInstant(now, zone);
        officer.post(
                "/holds",
                List.of(),
                "firstDay",
                today.minusDays(3).toString(),
                "lastDay",
                today.minusDays(2).toString(),
                "reason",
                "INVESTIGATION",
                "fileNumber",
                "デモ-1",
                "endsOn",
                today.plusDays(20).toString());
    }
}
