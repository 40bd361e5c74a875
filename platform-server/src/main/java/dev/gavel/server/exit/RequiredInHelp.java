package dev.gavel.server.exit;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Help in which each option that must be given says so; the short synopsis leaves it out. */
public final class RequiredInHelp {

    private RequiredInHelp() {}

    /** For {@code line} and all verbs that it has by now. */
    public static CommandLine applyTo(CommandLine line) {
        return line.setHelpFactory((spec, colours) -> new Help(spec, colours) {
            @Override
            public IOptionRenderer createDefaultOptionRenderer() {
                var usual = super.createDefaultOptionRenderer();
                return (option, label, scheme) -> marked(option,
                        usual.render(option, label, scheme));
            }
        });
    }

    /** The description is the last column, and may have several lines. */
    private static Text[][] marked(OptionSpec option, Text[][] rows) {
        if (option.required()) {
            var last = rows[rows.length - 1];
            var description = last[last.length - 1];
            last[last.length - 1] = description
                    .concat(description.toString().endsWith(".") ? " Required." : "; required");
        }
        return rows;
    }
}
