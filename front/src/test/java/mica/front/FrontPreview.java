package mica.front;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.venue.VenueCode;

/** Starts a front on an embedded database with a few made-up venues and prints addresses to look at. */
public final class FrontPreview {

    private FrontPreview() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (TestDatabases databases = TestDatabases.create()) {
            Office office = new Office(databases.exchange().jdbi());
            LocalDate today = LocalDate.now(ZoneId.of("Asia/Tokyo"));
            ServiceFacts.State state =
                    arguments.length > 1 ? ServiceFacts.State.valueOf(arguments[1]) : ServiceFacts.State.OPEN;
            office.publish(Office.SERVICE.withState(state)).keys(today, today.plusDays(1));
            VenueCode cafe = office.venue("喫茶 髙﨑", "キッサ タカサキ", VenueFacts.State.OPEN, true);
            VenueCode hall = office.venue(
                    "東北復興記念国際音楽ホール附属コミュニティーライブハウス「はじまりの広場」", "トウホクフッコウ", "live", "仙台市青葉区", VenueFacts.State.OPEN, true);
            VenueCode paused = office.venue("居酒屋 のれん", "イザカヤ ノレン", VenueFacts.State.PAUSED, true);
            for (int i = 1; i <= 25; i++) {
                office.venue("食堂 " + i + "号店", "ショクドウ " + (100 + i), VenueFacts.State.OPEN, true);
            }
            System.out.println("cafe /" + office.spot(cafe, "入口", 1));
            System.out.println("hall /" + office.spot(hall, "2階ラウンジ南側階段下の非常口ちかくの受付", 1));
            System.out.println("paused /" + office.spot(paused, "入口", 1));
            System.out.println("confirm /c/"
                    + office.receipt(Receipt.State.SENT, today.plusDays(14))
                            .confirming()
                            .text());
            for (ApplicationStatus.State each : ApplicationStatus.State.values()) {
                LinkToken link = LinkToken.random(new java.security.SecureRandom());
                office.reply(link, Office.status(link, each));
                System.out.println(each + " /status/" + link.text());
            }
            int port = Integer.parseInt(arguments[0]);
            try (Front front = Front.start(
                    FrontConfiguration.of("127.0.0.1", port, databases.frontExchange(), List.of(office.signingKey())),
                    InstantSource.system())) {
                System.out.println("http://127.0.0.1:" + front.port());
                Thread.currentThread().join();
            }
        }
    }
}
