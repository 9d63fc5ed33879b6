/**
 * The {@code earshot} commands: parsing, progress, exit status; the work is done by the other packages.
 *
 * <p>A new command is a class here and a line in {@link dev.earshot.cli.Commands}:
 *
 * <ul>
 *   <li>{@code @Command(name = "doctor", description = "...")} on a class that is {@code Callable<Integer>}, with {@link dev.earshot.cli.HelpOption} and, where a script would want it, {@link
 *       dev.earshot.cli.JsonOption} as {@code @Mixin}; a group of commands ({@code models list}) names its own with {@link
 *       picocli.CommandLine#addSubcommand(Object)} in {@link dev.earshot.cli.Commands}. picocli's annotation processor tells the
 *       executable what it needs to know of them.
 *   <li>It gets a {@link dev.earshot.cli.Workbench}, whose parts are made when they are asked for, and a {@link
 *       dev.earshot.cli.Console} to write to. A part that is missing there is a method in the interface and one in
 *       {@code CommandParts}.
 *   <li>What is asked for goes to standard output, everything else (progress, notes, errors) to standard error; what takes
 *       longer than a second shows a {@link dev.earshot.cli.Progress}. With {@code --json}
 *       standard output holds one JSON value, built as a Jackson tree, and nothing else.
 *   <li>It returns one of {@link dev.earshot.cli.ExitStatus}, and throws {@link dev.earshot.cli.CannotRun} or {@link
 *       dev.earshot.cli.WrongUse} with a sentence for the user.
 *   <li>{@code docs/reference.md} has a row for it, and a test holds that.
 * </ul>
 */
package dev.earshot.cli;
