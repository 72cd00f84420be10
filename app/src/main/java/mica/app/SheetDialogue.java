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
                case ShareTyping.Outcome.Taken taken -> {}
                case ShareTyping.Outcome.Complete complete -> {
                    dialogue.say(
                            "sheet.complete",
                            complete.share().number(),
                            complete.share().ceremonyName());
                    return complete.share();
                }
                case ShareTyping.Outcome.WrongLength wrong -> dialogue.say("sheet.length", line, wrong.letters());
                case ShareTyping.Outcome.ForeignLetter foreign -> dialogue.say("sheet.letter", line, foreign.letter());
                case ShareTyping.Outcome.Mistyped mistyped -> dialogue.say("sheet.mistyped", line);
                case ShareTyping.Outcome.OtherVersion other -> dialogue.say("sheet.version", line);
                case ShareTyping.Outcome.WholeMistyped whole -> dialogue.say("sheet.whole");
            }
        }
    }
}
