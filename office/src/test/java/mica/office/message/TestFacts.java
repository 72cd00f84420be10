package mica.office.message;

import java.util.List;
import java.util.Map;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;

/** An installation for tests. */
public final class TestFacts {

    private TestFacts() {}

    public static ServiceFacts service(boolean demo) {
        return new ServiceFacts(
                ServiceFacts.State.OPEN,
                Map.of("ja", "みやぎお知らせコロナアプリ", "en", "Miyagi Notice App"),
                Map.of("ja", "宮城県", "en", "Miyagi Prefecture"),
                Map.of("ja", "保健福祉部", "en", "Health and Welfare Department"),
                Disease.of(Map.of("ja", "新型コロナウイルス感染症", "en", "COVID-19"), 28),
                "022-000-0000",
                "mica@pref.example.jp",
                Map.of("ja", "平日 9時から17時"),
                "https://mica.example.jp",
                "Asia/Tokyo",
                List.of(),
                List.of(),
                null,
                demo,
                List.of());
    }
}
