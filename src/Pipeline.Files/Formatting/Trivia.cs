using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Pipeline.Files.Formatting;

/// <summary>A comment as it was written, or a blank line.</summary>
/// <param name="Line">Its line in the source, from 1.</param>
/// <param name="Text">The comment with its <c>#</c>; empty for a blank line.</param>
/// <param name="Inline">True when something stands before it in its line.</param>
internal sealed record Trivia(long Line, string Text, bool Inline)
{
    /// <summary>Every comment and blank line of a text that parses, in order; what looks like one inside a value is part of the value.</summary>
    public static IReadOnlyList<Trivia> Of(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var values = new HashSet<long>();
        var comments = new Dictionary<long, Trivia>();
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        while (scanner.MoveNextWithoutConsuming())
        {
            if (scanner.Current is Comment comment)
            {
                var line = lines[comment.Start.Line - 1];
                var from = line.IndexOf('#', (int)Math.Clamp(comment.Start.Column - 1, 0, line.Length));
                comments[comment.Start.Line] = new Trivia(comment.Start.Line, line[from..].TrimEnd(), line[..from].Trim().Length > 0);
            }
            else if (scanner.Current is Scalar scalar)
            {
                for (var line = scalar.Start.Line; line < scalar.End.Line; line++) values.Add(line);
            }
            scanner.ConsumeCurrent();
        }
        return
        [
            .. lines.Index().Select(line => ((long)line.Index + 1, line.Item.Trim())).Where(line => line.Item2.Length == 0 && !values.Contains(line.Item1))
                .Select(line => new Trivia(line.Item1, "", Inline: false)).Concat(comments.Values).OrderBy(trivia => trivia.Line),
        ];
    }
}
