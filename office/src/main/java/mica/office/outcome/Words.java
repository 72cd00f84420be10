package mica.office.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What mail servers say in words when they refuse. Codes are given out carelessly (550 5.1.1 for a blocklist, 5.0.0 for an
 * unknown user), words much less so. Threads may share it.
 */
final class Words {

    private static final int LONGEST = 4_000;

    /** An address may be called anything, {@code unknown.user@spam.example} too. */
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>()\\[\\]\"',;:@]{1,128}+@[^\\s<>()\\[\\]\"',;@]{0,255}+|<[^\\s<>]{1,80}>");

    /** Of a link only whose it is tells something: what it explains is named behind that. */
    private static final Pattern LINK = Pattern.compile("https?://([^\\s/]{0,255}+)\\S*+");

    private static final Pattern BLANKS = Pattern.compile("[\\s_]++");

    /**
     * In this order. What speaks of the sender, of a filter or a rate comes before what speaks of the address, whatever
     * else is said: only then is an address never called unknown because of it.
     */
    private static final List<WordRule> RULES = List.of(
            // Exchange Online says so of who is not in its directory; with 5.7.1 it is what Postfix says of any ban.
            rule(Meaning.NO_SUCH_ADDRESS, "5\\.4\\.1\\b.{0,40}recipient address rejected: access denied"),
            rule(
                    Meaning.NOT_NOW,
                    "not found,? try again|(?:envelope|message) (?:has )?expired|queue too long|lookup fail\\w* temporar"),
            rule(
                    Meaning.OUR_FAULT,
                    "relay(?:ing)? (?:is )?(?:access )?(?:denied|prohibited|not (?:allowed|permitted))",
                    "(?:unable|not permitted|not allowed|refuse[sd]?) to relay",
                    "(?:does not|not) (?:permit|allow)\\w* relay",
                    "relaying (?:mail )?to .{0,80} not allowed|relay operation|rcpthosts|mail loop|hop count|too many hops|loops? back to (?:me|myself)|routing loop",
                    "authentication (?:is )?required|must (?:be )?authenticat|unauthenticated senders?|smtp auth",
                    "starttls|must be encrypted|encryption (?:is )?required|tls (?:is )?required"),
            rule(
                    Meaning.POLICY,
                    "(?:sender|from) (?:e-?mail )?(?:address|domain|verify|verification|denied|rejected|not)",
                    "(?:domain|address) of (?:the )?sender|sender's (?:domain|address|mail)|sending (?:domain|host|ip|server)",
                    "envelope sender|return-?path address|mail from|unsolicited|unauthenticated e?-?mail",
                    "\\b(?:spam\\w*|antispam|ube|uce|junk|bulk|phish\\w*|virus\\w*|malware|worm|infected|banned)\\b",
                    "black-?list\\w*|block-?list\\w*|block list|deny-?list\\w*|\\b\\w*[dr]bl\\b|spamhaus|barracuda|"
                            + "sorbs|spamcop|proofpoint|mimecast|cloudmark|reputation|talos",
                    "\\b(?:blocked|filter(?:ed|ing)?|content|quarantin\\w*|complaints?|abus(?:e|ive)|attack)\\b",
                    "access denied|polic(?:y|ies)|prohibit\\w*|forbidden|administrative\\w*|unauthori[sz]ed|not authori[sz]ed|not permitted",
                    "\\b(?:spf|dkim|dmarc|arc|ptr|rdns|helo|ehlo)\\b|reverse (?:dns|lookup|hostname|mapping)",
                    "(?:client host|your (?:ip|host|server|mail server|network))|ip (?:address )?(?:is |was |\\[|lookup)",
                    "(?:not|only) (?:a )?(?:subscriber|member)|members? only|closed list|moderat(?:ed|or)",
                    "permission|restrict\\w*|allowed to (?:send|post)|accept(?:ing|s)? (?:mail|messages?) from",
                    "not allowed|white-?list\\w*|allow-?list\\w*|safe ?list|suspicious|threat|mail ?flow rule|transport rule",
                    "迷惑|指定受信|拒否|ブロック|フィルタ|制限"),
            rule(
                    Meaning.NOT_NOW,
                    "rate limit\\w*|(?:sending|message|connection|receiving|mail) rate|too (?:many|much|fast|frequent)",
                    "throttl\\w*|gr[ae]y-?list\\w*|unusual|excessive|volume|at a rate|temporar\\w*|deferred",
                    "try (?:again|it) later|retry (?:later|again)|later time|time[ -]?out|timed out|system (?:load|busy)",
                    "connection (?:refused|reset|lost|closed|dropped|died)|lost connection|no route to host|unreachable"
                            + "|could not connect|cannot connect|network error|refused to talk|not responding"),
            rule(
                    Meaning.MESSAGE_NOT_TAKEN,
                    "(?:message|mail|e-?mail|size|attachment|it).{0,24} (?:too (?:large|big)|exceed\\w*.{0,40} size)",
                    "size (?:limit|exceed\\w*|restriction)|max(?:imum)? (?:message |allowed )?size|larger than|too large",
                    "(?:invalid|bad|missing|malformed|duplicate) header|header error|rfc ?5?322|not (?:rfc|compliant)"
                            + "|8-?bit|mime (?:error|format)"),
            rule(
                    Meaning.MAILBOX_FULL,
                    "(?:mail ?box|mail ?folder|inbox|mail ?drop|account|user|storage|recipient)\\W.{0,24}(?:full\\b|over\\b.{0,8}quota)",
                    "over ?quota|quota (?:was |is |has been )?(?:full|exceed\\w*|violation|limit)|exceed\\w*.{0,40}"
                            + "(?:quota|storage|capacity|mailbox)|(?:mailbox|messages?).{0,40}exceed\\w*",
                    "not enough (?:storage|disk|space|room)|insufficient.{0,16} (?:storage|space|quota|resources)"
                            + "|no (?:space|room) left|disk (?:full|quota)|full mailbox|quota",
                    "いっぱい|一杯|容量|満杯"),
            rule(
                    Meaning.NO_SUCH_ADDRESS,
                    "(?:host|domain|server|name) (?:name )?(?:or domain )?(?:name )?(?:is |was )?"
                            + "(?:unknown|(?:could )?not (?:be )?found|does ?n.t exist|does not exist|non-?existent)",
                    "(?:unknown|no such|invalid|illegal|bad|non-?existent|unroutable|unrouteable) (?:mail )?"
                            + "(?:host|domain|server|mail ?domain)",
                    "host [\\w.-]{1,80} not found|(?<!sender )\\bdomain [\\w.-]{1,80} does not exist|indicated no smtp service|no mx (?:record|host)s?\\b.{0,16}found"
                            + "|(?:not|n.t) find (?:a|any) (?:mail exchanger|host)",
                    "nxdomain|nonexistentdomain|domainnonexistent|null ?mx|domain is not reachable|"
                            + "(?:host|domain).{0,16} (?:does not|never) accepts? (?:e-?)?mail|no mx.{0,24} and no a"),
            rule(
                    Meaning.MAILBOX_CLOSED,
                    "(?:account|mail ?box|user|recipient|address|service).{0,64} (?:disabled|inactive|suspended|"
                            + "discontinued|closed|locked|frozen|expired|deactivated|terminated|bloqu\\w*|on hold)",
                    "(?:disabled|inactive|suspended|deactivated|frozen|expired) (?:e-?mail |mail )?"
                            + "(?:account|mail ?box|user|recipient|address)|mailbox (?:is )?(?:currently )?unavailable|not accepting (?:e-?mail|(?:network )?messages?)"),
            rule(
                    Meaning.NO_SUCH_ADDRESS,
                    "(?:unknown|no such|invalid|bad|unrecogni[sz]ed|non-?existent|wrong|no valid|incorrect) "
                            + "(?:or \\w+ )?(?:local |e-?mail |mail |destination |forward )?"
                            + "(?:user|recipient|mail ?box|address|account|person|customer|local-?part|destinat\\w*|name)",
                    "(?:user|recipient|mail ?box|address|account|local-?part|destinat\\w+|customer|person|name)s?\\b"
                            + "[^.;:]{0,48}?\\b(?:unknown|not (?:be )?(?:found|known|exist\\w*|recogni[sz]ed|listed|valid"
                            + "|local|active here|hosted|here)|n.t exist|"
                            + "invalid|does ?n.t (?:exist|have)|(?:do|does|did|is)n? not (?:exist|have|match)|unrecogni[sz]ed|"
                            + "no longer (?:on|valid|exists?|here|available|active|in use|with us))",
                    "no mail ?box (?:here|by|with)|no (?:account|user|one|person|mail ?box) (?:here|with|by|named|called)",
                    "not (?:our|a (?:known|valid|local)) (?:user|customer|recipient|mail ?box|account)|user not local"
                            + "|unknown (?:or illegal )?alias|recipnotfound|recipientnotfound|nosuchuser|unknown local",
                    "there is no (?:such )?(?:user|account|mail ?box|one)|has no mail ?box|not listed in .{0,24}directory",
                    "unrouteable address|undeliverable address|address unknown|destinataire inconnu|unbekannt|"
                            + "utente sconosciuto|usuario desconocido|usuario no existe|niet bekend",
                    "invalid .{0,24}user ?id\\b|(?:宛先|アドレス|ユーザー?|利用者|ディレクトリ).{0,40}(?:存在しま|見つかりま|見当たりま"
                            + "|不明|ありません|間違)"));

    private record WordRule(Meaning meaning, Pattern pattern) {}

    private Words() {}

    private static WordRule rule(Meaning meaning, String... phrases) {
        return new WordRule(meaning, Pattern.compile(Arrays.stream(phrases).collect(Collectors.joining("|"))));
    }

    /** What the words mean; empty when none of them is known. */
    static Optional<Meaning> meaning(String said) {
        String text = said.length() > LONGEST ? said.substring(0, LONGEST) : said;
        String words = BLANKS.matcher(
                        ADDRESS.matcher(LINK.matcher(text).replaceAll("$1")).replaceAll(" "))
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT);
        return RULES.stream()
                .filter(rule -> rule.pattern().matcher(words).find())
                .map(WordRule::meaning)
                .findFirst();
    }
}
