package mica.app;

import mica.office.keys.RecoveryShare;
import mica.office.keys.ShareTyping;

/** Has recovery sheets typed in, line by line, until each is right. */
final class SheetDialogue {

    private final Dialogue dialogue;

    SheetDialogue(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** @param which the first or the second sheet to be typed, whatever its number */
    RecoveryShare ask(int which) {
        dialogue.say("sheet.begin", which, RecoveryShare.LINES);
        ShareTyping typing = new ShareTyping();
        while (true) {
            int line = typing.line();
            String typed = dialogue.askSecretly("sheet.line", which, line, RecoveryShare.LINES);
            switch (typing.take(typed)) {
                case ShareTyping.Verdict.Taken taken -> {}
                case ShareTyping.Verdict.Complete complete -> {
                    dialogue.say(
                            "sheet.complete",
                            complete.share().number(),
                            complete.share().ceremonyName());
                    return complete.share();
                }
                case ShareTyping.Verdict.WrongLength wrong -> dialogue.say("sheet.length", line, wrong.letters());
                case ShareTyping.Verdict.ForeignLetter foreign -> dialogue.say("sheet.letter", line, foreign.letter());
                case ShareTyping.Verdict.Mistyped mistyped -> dialogue.say("sheet.mistyped", line);
                case ShareTyping.Verdict.OtherVersion other -> dialogue.say("sheet.version", line);
                case ShareTyping.Verdict.WholeMistyped whole -> dialogue.say("sheet.whole");
            }
        }
    }
}
